/* SPDX-License-Identifier: MIT
 *
 * export: make the folder that a class gets, or with which a course's system grades. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/home.h"
#include "base/path.h"
#include "base/text.h"
#include "cli/bundle.h"
#include "cli/screen.h"
#include "lesson/handout.h"
#include "report/json_parts.h"
#include "tools/tool.h"

extern const struct ll_command ll_command_export;

/* A kind of export: a row of `targets`. */
struct target {
    const char *name;
    /* Write one lesson into the bundle. */
    int (*lesson)(const struct ll_bundle *bundle, const struct ll_lesson *lesson,
                  struct ll_error *err);
    /* Write what all lessons share. NULL: nothing. */
    int (*whole)(const struct ll_bundle *bundle, struct ll_error *err);
    const char *next; /* what the reader does next, with "%s" for the folder */
};

/* ---- a lesson ------------------------------------------------------------------ */

/* The exercise that is graded: the first one in which code is written. NULL with an
 * error when there is none. */
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

/* Names go into scripts and URLs: refuse one that would need quotes there. */
static int check_name(const char *name, struct ll_error *err)
{
    if (name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                          "0123456789._-")] == '\0')
        return 0;
    return ll_fail(err, LL_FAULT_INPUT,
                   "cannot export '%s': use only letters, digits and . _ - in its name",
                   name);
}

/* Refuse a lesson that is not in order: also one whose exercise was solved in place. */
static int check_lesson(const struct ll_lesson *lesson, struct ll_error *err)
{
    struct ll_strings tools = LL_STRINGS_INIT, findings = LL_STRINGS_INIT;
    for (const struct ll_tool *const *tool = ll_tools; *tool != NULL; tool++)
        ll_strings_add(&tools, (*tool)->name);
    int result = ll_strings_ok(&tools, err);
    if (result == 0)
        result = ll_lesson_check(lesson, ll_strings_argv(&tools), &findings, err);
    if (result == 0 && findings.count > 0)
        result =
            ll_fail(err, LL_FAULT_INPUT,
                    "lesson %u is not in order: %s ('leaklab verify %u' says more)",
                    lesson->number, findings.items[0], lesson->number);
    ll_strings_release(&tools);
    ll_strings_release(&findings);
    return result;
}

/* What the templates' words stand for in one lesson. */
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

/* Fill in the template `name` and write it into `folder` as `as`. */
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

/* Copy the whole lesson, with its solutions, to the copy of leaklab in `folder`. */
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

/* Write the files of the exercise into `folder` as learners get them. */
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

/* Make a question's UUID from the lesson's folder name, so that a later export gets the
 * same one. */
static void make_uuid(const struct ll_lesson *lesson, char uuid[37])
{
    char hex[LL_DIGEST_HEX];
    char name[512];
    snprintf(name, sizeof name, "leaklab question %s", ll_path_base(lesson->folder));
    ll_digest_of(name, strlen(name), hex);
    /* Version 8: made by rules of the application. */
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

/* Write the exercise beside the question, and the other files where learners can
 * download them. */
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
     "Give the folder to your class; learners start with %s/README.md."},
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
        printf("%zu lesson%s in '%s'. ", folders->count, ll_plural(folders->count),
               bundle.destination);
        printf(target->next, bundle.destination);
        putchar('\n');
    }
    ll_bundle_release(&bundle);
    return result;
}

static const char *target_name(size_t index)
{
    return targets[index].name;
}

static const struct ll_operand operands[] = {
    {.missing = "for whom, and into which folder?", .choices = target_name},
    {.missing = "into which folder?",
     .many = true,
     .values = LL_VALUES_LESSONS | LL_VALUES_FOLDERS},
};

/* The row of that name; NULL: there is none, and a message was printed. */
static const struct target *find_target(const char *name)
{
    struct ll_buf names = LL_BUF_INIT;
    for (const struct target *target = targets; target->name != NULL; target++) {
        if (strcmp(target->name, name) == 0) {
            ll_buf_release(&names);
            return target;
        }
        ll_buf_addf(&names, "%s%s", names.len > 0 ? ", " : "", target->name);
    }
    ll_command_misuse(&ll_command_export, "cannot export for '%s': use one of %s", name,
                      ll_buf_text(&names));
    ll_buf_release(&names);
    return NULL;
}

static int run(int argc, char **argv)
{
    int status;
    struct ll_error err = {0};
    struct ll_operands given;
    if (!ll_command_line_parse(&ll_command_export, argc, argv, NULL, &given, &status))
        return status;
    const struct target *target = find_target(given.items[0]);
    if (target == NULL)
        return LL_EXIT_INPUT;
    size_t count = given.count - 2; /* between FOR and FOLDER */
    if (count == 0 && target != targets)
        return ll_command_misuse(&ll_command_export, "which lessons?");

    struct ll_strings folders = LL_STRINGS_INIT;
    status = LL_EXIT_CLEAN;
    if (ll_screen_folders(given.items + 1, count, false, &folders, &err) != 0 ||
        export(target, &folders, given.items[given.count - 1], &err) != 0)
        status = ll_command_failed(&err);
    ll_strings_release(&folders);
    return status;
}

const struct ll_command ll_command_export = {
    .name = "export",
    .usage = "FOR [N...] FOLDER",
    .summary = "make the folder for a class, or for its grader",
    .about =
        "students: what a class gets: lessons without solutions, labels and hidden "
        "tests, and what builds leaklab. Without N, all lessons.\n"
        "gradescope: for each lesson, a folder to upload as its autograder.\n"
        "github-classroom: for each lesson, a template repository, and one private "
        "repository that grades them.\n"
        "prairielearn: for each lesson, a question, and the image that grades them.\n"
        "The first exercise of a lesson in which code is written is graded. FOLDER "
        "must "
        "not exist; if the export fails, it is not made. A lesson that is not in "
        "order, "
        "or whose exercise was solved in place, is not exported.",
    .status = "0, or 2 when nothing could be exported",
    .examples = "leaklab export students class\nleaklab export gradescope 3 4 graders",
    .operands = operands,
    .operand_count = 2,
    .run = run,
};
