/* SPDX-License-Identifier: MIT
 *
 * export: what a class is handed out, and what a course's system grades with. */
#include <sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/home.h"
#include "base/path.h"
#include "cli/bundle.h"
#include "cli/screen.h"
#include "lesson/handout.h"
#include "report/json_parts.h"
#include "tools/tool.h"

extern const struct ll_command ll_command_export;

/* What is exported, and for whom: a row of `targets`. */
struct target {
    const char *name;
    /* Put one lesson into the bundle. */
    int (*lesson)(const struct ll_bundle *bundle, const struct ll_lesson *lesson,
                  struct ll_error *err);
    /* Put in what all lessons share. NULL: nothing. */
    int (*whole)(const struct ll_bundle *bundle, struct ll_error *err);
    const char *next; /* what the reader does next, with "%s" for the folder */
};

/* ---- a lesson ------------------------------------------------------------------ */

/* The exercise that is graded: the first that is code. NULL: there is none. */
static const struct ll_exercise *graded_exercise(const struct ll_lesson *lesson,
                                                 struct ll_error *err)
{
    const struct ll_manifest *manifest = lesson->manifest;
    for (unsigned i = 0; i < manifest->exercises_count; i++)
        if (manifest->exercises[i].kind != LL_DIAGNOSE)
            return &manifest->exercises[i];
    ll_fail(err, LL_FAULT_USAGE, "lesson %u has no exercise in which code is written",
            lesson->number);
    return NULL;
}

/* A name that needs no quotes anywhere: it goes into scripts and URLs. */
static int check_name(const char *name, struct ll_error *err)
{
    if (name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                          "0123456789._-")] == '\0')
        return 0;
    return ll_fail(err, LL_FAULT_INPUT,
                   "cannot export '%s': name it with letters, digits and . _ -", name);
}

/* A lesson that is not in order, or was changed by somebody who did its exercise in
 * place, is not handed out. */
static int check_lesson(const struct ll_lesson *lesson, struct ll_error *err)
{
    struct ll_strings tools = LL_STRINGS_INIT, findings = LL_STRINGS_INIT;
    for (const struct ll_tool *const *tool = ll_tools; *tool != NULL; tool++)
        ll_strings_add(&tools, (*tool)->name);
    int result = ll_strings_ok(&tools, err);
    if (result == 0)
        result = ll_lesson_check(lesson, ll_strings_argv(&tools), &findings, err);
    if (result == 0 && findings.count > 0)
        result = ll_fail(err, LL_FAULT_INPUT,
                         "lesson %u is not in order: %s (all of it: leaklab verify %u)",
                         lesson->number, findings.items[0], lesson->number);
    ll_strings_release(&tools);
    ll_strings_release(&findings);
    return result;
}

/* The words of the templates for a lesson. */
struct words {
    char number[16];
    struct ll_buf files; /* the files of the exercise, as items of a list in HTML */
    struct ll_bundle_word list[8];
};

static int words_init(struct words *words, const struct ll_lesson *lesson,
                      const struct ll_exercise *exercise, struct ll_error *err)
{
    struct ll_strings files = LL_STRINGS_INIT;
    const char *file = exercise->module.file;
    ll_buf_init(&words->files, 1 << 20);
    snprintf(words->number, sizeof words->number, "%u", lesson->number);
    int result = ll_handout_files(lesson, exercise, &files, err);
    if (result == 0)
        result = check_name(ll_path_base(lesson->folder), err);
    for (size_t i = 0; i < files.count && result == 0; i++) {
        result = check_name(files.items[i], err);
        if (strcmp(files.items[i], file) != 0)
            ll_buf_addf(&words->files,
                        "    <li><a href=\"{{ options.client_files_question_url "
                        "}}/%s\"><code>%s</code></a></li>\n",
                        files.items[i], files.items[i]);
    }
    if (result == 0 && words->files.full)
        result = ll_fail_memory(err);
    ll_strings_release(&files);
    const struct ll_bundle_word list[] = {
        {"NUMBER", words->number},
        {"FOLDER", ll_path_base(lesson->folder)},
        {"TITLE", lesson->manifest->title},
        {"ABOUT", lesson->manifest->about},
        {"EXERCISE", file},
        {"FILES_HTML", ll_buf_text(&words->files)},
        {NULL, NULL},
    };
    memcpy(words->list, list, sizeof list);
    return result;
}

static void words_release(struct words *words)
{
    ll_buf_release(&words->files);
}

/* Write the template `name` into `folder`, under `as`. */
static int put(const struct ll_bundle *bundle, const char *name, const char *folder,
               const char *as, const struct ll_bundle_word *words, struct ll_error *err)
{
    char *to = ll_path_join(folder, as);
    if (to == NULL)
        return ll_fail_memory(err);
    int result = ll_bundle_template(bundle, name, to, words, err);
    free(to);
    return result;
}

static const struct ll_bundle_word no_words[] = {{NULL, NULL}};

/* Copy the lesson whole, solutions and all, to where leaklab lies in `folder`. */
static int put_whole_lesson(const struct ll_lesson *lesson, const char *folder,
                            struct ll_error *err)
{
    char *to = NULL;
    if (asprintf(&to, "%s/lessons/%s", folder, ll_path_base(lesson->folder)) < 0)
        return ll_fail_memory(err);
    int result = ll_path_make_dirs(to, err);
    if (result == 0)
        result = ll_bundle_copy(lesson->folder, to, err);
    free(to);
    return result;
}

/* Write the files of the exercise into `folder`, as learners see them. */
static int put_exercise(const struct ll_lesson *lesson,
                        const struct ll_exercise *exercise, const char *folder,
                        struct ll_error *err)
{
    struct ll_strings files = LL_STRINGS_INIT;
    int result = ll_handout_files(lesson, exercise, &files, err);
    for (size_t i = 0; i < files.count && result == 0; i++)
        result = ll_handout_file(lesson, files.items[i], folder, err);
    ll_strings_release(&files);
    return result;
}

/* ---- students ------------------------------------------------------------------ */

static int students_lesson(const struct ll_bundle *bundle,
                           const struct ll_lesson *lesson, struct ll_error *err)
{
    char *name = NULL;
    if (asprintf(&name, "lessons/%s", ll_path_base(lesson->folder)) < 0)
        return ll_fail_memory(err);
    char *folder = ll_bundle_folder(bundle, name, err);
    int result = folder != NULL ? ll_handout_lesson(lesson, folder, err) : -1;
    free(folder);
    free(name);
    return result;
}

static int students_whole(const struct ll_bundle *bundle, struct ll_error *err)
{
    if (ll_bundle_sources(bundle, bundle->folder, err) != 0)
        return -1;
    return put(bundle, "students/README.md", bundle->folder, "README.md", no_words,
               err);
}

/* ---- gradescope ---------------------------------------------------------------- */

static int gradescope_lesson(const struct ll_bundle *bundle,
                             const struct ll_lesson *lesson, struct ll_error *err)
{
    const struct ll_exercise *exercise = graded_exercise(lesson, err);
    if (exercise == NULL)
        return -1;
    struct words words;
    char *folder = NULL, *leaklab = NULL;
    int result = words_init(&words, lesson, exercise, err);
    if (result == 0) {
        folder = ll_bundle_folder(bundle, ll_path_base(lesson->folder), err);
        leaklab = folder != NULL ? ll_path_join(folder, "leaklab") : NULL;
        result = folder == NULL ? -1 : leaklab == NULL ? ll_fail_memory(err) : 0;
    }
    if (result == 0 &&
        (put(bundle, "gradescope/setup.sh", folder, "setup.sh", words.list, err) != 0 ||
         put(bundle, "gradescope/run_autograder", folder, "run_autograder", words.list,
             err) != 0 ||
         put(bundle, "gradescope/README.md", folder, "README.md", words.list, err) !=
             0 ||
         ll_bundle_sources(bundle, leaklab, err) != 0 ||
         put_whole_lesson(lesson, leaklab, err) != 0))
        result = -1;
    free(folder);
    free(leaklab);
    words_release(&words);
    return result;
}

/* ---- github-classroom ---------------------------------------------------------- */

static int github_lesson(const struct ll_bundle *bundle, const struct ll_lesson *lesson,
                         struct ll_error *err)
{
    const struct ll_exercise *exercise = graded_exercise(lesson, err);
    if (exercise == NULL)
        return -1;
    struct words words;
    char *folder = NULL, *workflows = NULL, *grader = NULL, *name = NULL;
    int result = words_init(&words, lesson, exercise, err);
    if (result == 0 &&
        asprintf(&name, "%s/.github/workflows", ll_path_base(lesson->folder)) < 0) {
        name = NULL;
        result = ll_fail_memory(err);
    }
    if (result == 0 && ((folder = ll_bundle_folder(bundle, ll_path_base(lesson->folder),
                                                   err)) == NULL ||
                        (workflows = ll_bundle_folder(bundle, name, err)) == NULL ||
                        (grader = ll_bundle_folder(bundle, "grader", err)) == NULL ||
                        put(bundle, "github-classroom/README.md", folder, "README.md",
                            words.list, err) != 0 ||
                        put(bundle, "github-classroom/classroom.yml", workflows,
                            "classroom.yml", words.list, err) != 0 ||
                        put_exercise(lesson, exercise, folder, err) != 0 ||
                        put_whole_lesson(lesson, grader, err) != 0))
        result = -1;
    free(name);
    free(folder);
    free(workflows);
    free(grader);
    words_release(&words);
    return result;
}

static int github_whole(const struct ll_bundle *bundle, struct ll_error *err)
{
    char *grader = ll_bundle_folder(bundle, "grader", err);
    int result = -1;
    if (grader != NULL && ll_bundle_sources(bundle, grader, err) == 0 &&
        put(bundle, "github-classroom/grade", grader, "grade", no_words, err) == 0)
        result = put(bundle, "github-classroom/INSTRUCTOR.md", bundle->folder,
                     "INSTRUCTOR.md", no_words, err);
    free(grader);
    return result;
}

/* ---- prairielearn -------------------------------------------------------------- */

/* The name of a question for ever: the same lesson gets the same one again. */
static void make_uuid(const struct ll_lesson *lesson, char uuid[37])
{
    char hex[SHA256_DIGEST_STRING_LENGTH];
    char name[512];
    snprintf(name, sizeof name, "leaklab question %s", ll_path_base(lesson->folder));
    SHA256Data((const uint8_t *)name, strlen(name), hex);
    /* As version 8, "made by rules of one's own", asks. */
    snprintf(uuid, 37, "%.8s-%.4s-8%.3s-8%.3s-%.12s", hex, hex + 8, hex + 13, hex + 17,
             hex + 20);
}

static int put_info(const struct ll_lesson *lesson, const char *folder,
                    struct ll_error *err)
{
    char uuid[37];
    make_uuid(lesson, uuid);
    char *path = ll_path_join(folder, "info.json");
    json_t *info = json_pack(
        "{s:s, s:s, s:s, s:s, s:[s, s], s:s, s:b, s:{s:b, s:s, s:s, s:i}}", "uuid",
        uuid, "title", lesson->manifest->title, "topic", "Memory", "type", "v3", "tags",
        "leaklab", "C", "gradingMethod", "External", "singleVariant", 1,
        "externalGradingOptions", "enabled", 1, "image", "leaklab-grader", "entrypoint",
        "/grade/tests/run.sh", "timeout", 120);
    struct ll_buf text = LL_BUF_INIT;
    int result = ll_json_dump(info, &text, err);
    if (result == 0)
        result = path == NULL ? ll_fail_memory(err)
                              : ll_file_write(path, ll_buf_text(&text), text.len, err);
    ll_buf_release(&text);
    free(path);
    return result;
}

/* The exercise stands beside the question, the other files where learners find them. */
static int put_question_files(const struct ll_lesson *lesson,
                              const struct ll_exercise *exercise, const char *folder,
                              const char *client, struct ll_error *err)
{
    struct ll_strings files = LL_STRINGS_INIT;
    int result = ll_handout_files(lesson, exercise, &files, err);
    for (size_t i = 0; i < files.count && result == 0; i++)
        result = ll_handout_file(
            lesson, files.items[i],
            strcmp(files.items[i], exercise->module.file) == 0 ? folder : client, err);
    ll_strings_release(&files);
    return result;
}

static int prairielearn_lesson(const struct ll_bundle *bundle,
                               const struct ll_lesson *lesson, struct ll_error *err)
{
    const struct ll_exercise *exercise = graded_exercise(lesson, err);
    if (exercise == NULL)
        return -1;
    struct words words;
    struct ll_strings names = LL_STRINGS_INIT;
    char *folders[4] = {NULL};
    const char *base = ll_path_base(lesson->folder);
    ll_strings_addf(&names, "questions/leaklab-%s", base);
    ll_strings_addf(&names, "questions/leaklab-%s/clientFilesQuestion", base);
    ll_strings_addf(&names, "questions/leaklab-%s/tests", base);
    ll_strings_add(&names, "image/leaklab");
    int result = words_init(&words, lesson, exercise, err);
    if (result == 0)
        result = ll_strings_ok(&names, err);
    for (size_t i = 0; i < 4 && result == 0; i++) {
        folders[i] = ll_bundle_folder(bundle, names.items[i], err);
        result = folders[i] == NULL ? -1 : 0;
    }
    if (result == 0 &&
        (put_info(lesson, folders[0], err) != 0 ||
         put(bundle, "prairielearn/question.html", folders[0], "question.html",
             words.list, err) != 0 ||
         put(bundle, "prairielearn/run.sh", folders[2], "run.sh", words.list, err) !=
             0 ||
         put_question_files(lesson, exercise, folders[0], folders[1], err) != 0 ||
         put_whole_lesson(lesson, folders[3], err) != 0))
        result = -1;
    for (size_t i = 0; i < 4; i++)
        free(folders[i]);
    ll_strings_release(&names);
    words_release(&words);
    return result;
}

static int prairielearn_whole(const struct ll_bundle *bundle, struct ll_error *err)
{
    char *image = ll_bundle_folder(bundle, "image", err);
    char *leaklab =
        image != NULL ? ll_bundle_folder(bundle, "image/leaklab", err) : NULL;
    int result = -1;
    if (leaklab != NULL && ll_bundle_sources(bundle, leaklab, err) == 0 &&
        put(bundle, "prairielearn/Dockerfile", image, "Dockerfile", no_words, err) == 0)
        result = put(bundle, "prairielearn/README.md", bundle->folder, "README.md",
                     no_words, err);
    free(image);
    free(leaklab);
    return result;
}

/* ---- the command --------------------------------------------------------------- */

static const struct target targets[] = {
    {"students", students_lesson, students_whole,
     "Hand out the folder; learners start from %s/README.md."},
    {"gradescope", gradescope_lesson, NULL, "Next: %s/*/README.md."},
    {"github-classroom", github_lesson, github_whole, "Next: %s/INSTRUCTOR.md."},
    {"prairielearn", prairielearn_lesson, prairielearn_whole, "Next: %s/README.md."},
    {NULL, NULL, NULL, NULL},
};

static int put_lesson(const struct ll_bundle *bundle, const struct target *target,
                      const char *folder, struct ll_error *err)
{
    struct ll_lesson *lesson = ll_lesson_load(folder, err);
    int result = -1;
    if (lesson != NULL && check_lesson(lesson, err) == 0)
        result = target->lesson(bundle, lesson, err);
    ll_lesson_free(lesson);
    return result;
}

/* The folders of the lessons argv[from] to argv[to - 1], of all when there are none. */
static int find_lessons(char **argv, int from, int to, struct ll_strings *folders,
                        struct ll_error *err)
{
    char *home = ll_home_lessons(err);
    int result = home == NULL ? -1 : 0;
    if (result == 0 && from == to)
        result = ll_lesson_folders(home, folders, err);
    for (int i = from; i < to && result == 0; i++) {
        unsigned number;
        char *folder = ll_screen_number(argv[i], &number, err) == 0
                           ? ll_lesson_folder(home, number, err)
                           : NULL;
        result = folder == NULL ? -1 : 0;
        if (folder != NULL)
            ll_strings_add(folders, folder);
        free(folder);
    }
    free(home);
    return result == 0 ? ll_strings_ok(folders, err) : -1;
}

static int export(const struct target *target, const struct ll_strings *folders,
                  const char *destination, struct ll_error *err)
{
    struct ll_bundle bundle;
    int result = ll_bundle_begin(&bundle, destination, err);
    for (size_t i = 0; i < folders->count && result == 0; i++)
        result = put_lesson(&bundle, target, folders->items[i], err);
    if (result == 0 && target->whole != NULL)
        result = target->whole(&bundle, err);
    if (result == 0)
        result = ll_bundle_end(&bundle, err);
    if (result == 0) {
        printf("%zu lesson%s in '%s'. ", folders->count, folders->count == 1 ? "" : "s",
               bundle.destination);
        printf(target->next, bundle.destination);
        putchar('\n');
    }
    ll_bundle_release(&bundle);
    return result;
}

static int run(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (argv[i][0] == '-')
            return ll_command_misuse(&ll_command_export, "there is no option '%s'",
                                     argv[i]);
    if (argc < 3)
        return ll_command_misuse(&ll_command_export,
                                 "for whom, and into which folder?");
    const struct target *target = targets;
    while (target->name != NULL && strcmp(target->name, argv[1]) != 0)
        target++;
    if (target->name == NULL)
        return ll_command_misuse(&ll_command_export,
                                 "'%s' is none of students, gradescope, "
                                 "github-classroom, prairielearn",
                                 argv[1]);
    if (argc == 3 && target != targets)
        return ll_command_misuse(&ll_command_export, "which lessons?");

    struct ll_error err = {0};
    struct ll_strings folders = LL_STRINGS_INIT;
    int status = LL_EXIT_CLEAN;
    if (find_lessons(argv, 2, argc - 1, &folders, &err) != 0 ||
        export(target, &folders, argv[argc - 1], &err) != 0)
        status = ll_command_failed(&err);
    ll_strings_release(&folders);
    return status;
}

const struct ll_command ll_command_export = {
    .name = "export",
    .usage = "FOR [N...] FOLDER",
    .summary = "hand out lessons, or their graders",
    .help =
        "  students           the class bundle: lessons without their solutions, "
        "labels\n"
        "                     and what is graded unseen, and what builds leaklab; all\n"
        "                     lessons when no N is given\n"
        "  gradescope         a folder a lesson, to be uploaded as its autograder\n"
        "  github-classroom   a template repository a lesson, and the private one "
        "that\n"
        "                     grades them\n"
        "  prairielearn       a question a lesson, and the image that grades them\n"
        "\n"
        "Graded is the first exercise of a lesson in which code is written. FOLDER "
        "must\n"
        "not exist yet; when anything fails, there is none afterwards either. A "
        "lesson\n"
        "that is not in order, or was solved in place, is not exported.\n",
    .run = run,
};
