/* SPDX-License-Identifier: MIT
 *
 * What a learner is told at home is what the grader tells: the same module under both,
 * and the same diagnoses, field by field. Faults that only a test brings to light come
 * on top in the grader: at home tests are told apart from the program.
 *
 * And what the grader expects is not in the program that runs a submission. */
#include <check.h>
#include <ctype.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"
#include "class/class.h"
#include "judge/judge.h"
#include "lesson/manifest.h"
#include "report/text.h"
#include "report/text_warnings.h"
#include "submission/compile.h"
#include "support/runs.h"
#include "support/suite.h"

#define LESSONS LL_SOURCE_DIR "/lessons"

/* Those with code to write. `make soak` takes them all: the others have no kind of
 * fault that `bodies` below has not. */
static const unsigned numbers[] = {3, 6, 9};
enum { NUMBERS = sizeof numbers / sizeof *numbers };

/* Lessons whose wrong half has a fault that `bodies` below has not. `make soak`
 * compares the wrong halves of all lessons, also those that are modules for Python. */
static const unsigned chosen_halves[] = {2, 5, 10, 11, 14};

static char *here;

static void set_up(void)
{
    here = ll_path_temp_dir(NULL);
    ck_assert_ptr_nonnull(here);
}

static void tear_down(void)
{
    ll_path_remove_tree(here);
    free(here);
}

static struct ll_lesson *load(unsigned number)
{
    struct ll_error err = {0};
    char *folder = ll_lesson_folder(LESSONS, number, &err);
    struct ll_lesson *lesson = folder != NULL ? ll_lesson_load(folder, &err) : NULL;
    ck_assert_msg(lesson != NULL, "%s", err.text);
    free(folder);
    return lesson;
}

static int count_lessons(void)
{
    glob_t found;
    ck_assert_int_eq(glob(LESSONS "/*/lesson.yml", 0, NULL, &found), 0);
    int count = (int)found.gl_pathc;
    globfree(&found);
    return count;
}

/* ---- a diagnosis as a line ------------------------------------------------------ */

/* ", at counter_main.c:14 in main": the innermost frame of the reader's own code. The
 * module's file has another name for each of the two. */
static void add_place(struct ll_buf *out, const char *what,
                      const struct ll_stack *stack, const char *const *roots,
                      const char *module)
{
    const struct ll_frame *frame = ll_stack_own(stack, roots);
    if (frame != NULL)
        ll_buf_addf(out, ", %s %s:%u in %s", what,
                    strcmp(ll_path_base(frame->file), module) == 0
                        ? "module"
                        : ll_path_base(frame->file),
                    frame->line, frame->function);
}

/* "; i = 10, `a` has 10 elements; main → average(count = 10)": the values and calls.
 * Lines of the module are the same on both sides. */
static void add_values(struct ll_buf *out, const struct ll_diag *diag)
{
    ll_buf_puts(out, ";");
    for (size_t i = 0; i < diag->values.count; i++) {
        const struct ll_value *value = &diag->values.items[i];
        ll_buf_puts(out, " ");
        ll_value_say(value, out);
        if (value->note != NULL)
            ll_buf_addf(out, " %s", value->note);
    }
    ll_buf_puts(out, "; ");
    ll_path_say(&diag->path, out);
}

/* What the reader is told of it, and by which of the tools that both run. */
static void add_diag(struct ll_strings *lines, const struct ll_diag *diag,
                     const char *const *roots, const char *module)
{
    static const char *const tools[] = {"memcheck", "asan"};
    struct ll_buf line = LL_BUF_INIT;
    ll_buf_addf(&line, "%s, %llu bytes, %llu blocks, access %llu",
                ll_kind_name(diag->kind), diag->bytes, diag->blocks, diag->access);
    add_place(&line, "at", &diag->at, roots, module);
    add_place(&line, "allocated", &diag->allocated, roots, module);
    add_place(&line, "freed", &diag->freed, roots, module);
    add_place(&line, "lost", &diag->lost, roots, module);
    ll_buf_addf(&line, ", %s", ll_loss_name(diag->how));
    if (diag->variable != NULL)
        ll_buf_addf(&line, ", variable %s", diag->variable);
    if (diag->signal != 0)
        ll_buf_addf(&line, ", signal %d", diag->signal);
    if (diag->place.region != LL_REGION_UNKNOWN)
        ll_buf_addf(&line, ", place %d %d %llu of %llu bytes", diag->place.region,
                    diag->place.position, diag->place.distance, diag->place.block_size);
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
        if (ll_diag_seen_by(diag, tools[i]))
            ll_buf_addf(&line, ", %s", tools[i]);
    add_values(&line, diag);
    ll_strings_add(lines, ll_buf_text(&line));
    ll_buf_release(&line);
}

static bool stands_in(const struct ll_stack *stack, const char *file)
{
    for (size_t i = 0; i < stack->count; i++)
        if (stack->frames[i].file != NULL &&
            strcmp(ll_path_base(stack->frames[i].file), file) == 0)
            return true;
    return false;
}

/* Whether a test brought it to light, or the run in which no tool looks on. */
static bool is_on_top(const struct ll_diag *diag, const char *suite)
{
    if (ll_diag_seen_by(diag, "plain"))
        return true;
    return stands_in(&diag->at, suite) || stands_in(&diag->allocated, suite) ||
           stands_in(&diag->freed, suite) || stands_in(&diag->lost, suite);
}

/* The whole text about it, as it is read. */
static void add_text(struct ll_strings *lines, const struct ll_diag *diag,
                     const struct ll_diag *above, const char *const *roots,
                     const char *path, const char *lesson)
{
    struct ll_buf text = LL_BUF_INIT;
    char *from = ll_path_dir(path);
    const struct ll_style style = {
        .width = 80, .from = from, .lesson = lesson, .named = path};
    ll_text_diag(&text, &style, diag, above, roots, NULL);
    ck_assert(!text.full);
    ll_strings_add(lines, ll_buf_text(&text));
    ll_buf_release(&text);
    free(from);
}

/* The faults of the module `path`, each as a line and as a text, but those on top
 * (`suite` NULL: there are none). */
static void add_faults(struct ll_strings *lines, const struct ll_diags *diags,
                       const char *const *roots, const char *path, const char *lesson,
                       const char *suite)
{
    const struct ll_diag *above = NULL;
    for (size_t i = 0; i < diags->count; i++) {
        const struct ll_diag *diag = &diags->items[i];
        if (!ll_kind_is_fault(diag->kind) || (suite != NULL && is_on_top(diag, suite)))
            continue;
        add_diag(lines, diag, roots, ll_path_base(path));
        add_text(lines, diag, above, roots, path, lesson);
        above = diag;
    }
}

/* ---- at home, and in the grader -------------------------------------------------- */

/* What the reader is told that the compiler warned of: with each fault its own. */
static void add_warnings(struct ll_strings *warned, const struct ll_result *memory,
                         const char *const *roots, const char *path)
{
    char *from = ll_path_dir(path);
    const struct ll_style style = {.width = 80, .from = from, .named = path};
    for (size_t i = 0; i < memory->diags.count; i++) {
        struct ll_buf text = LL_BUF_INIT;
        ll_text_warnings(&text, &style, &memory->warnings, &memory->diags, roots, i);
        ck_assert(!text.full);
        if (text.len > 0)
            ll_strings_add(warned, ll_buf_text(&text));
        ll_buf_release(&text);
    }
    free(from);
}

static void look_at_home(const struct ll_lesson *lesson, const char *file,
                         struct ll_strings *lines, struct ll_strings *warned)
{
    struct ll_session session = LL_SESSION_INIT;
    struct ll_error err = {0};
    struct ll_case *cases;
    size_t count;
    const struct ll_tool **tools = ll_lesson_tools(lesson, &err);
    ck_assert_msg(tools != NULL, "%s", err.text);
    session.no_cache = !share_runs();
    ck_assert_msg(ll_cases(lesson, NULL, false, &cases, &count, &err) == 0, "%s",
                  err.text);
    for (size_t i = 0; i < count; i++) {
        struct ll_result memory = {0}, *all[] = {&memory};
        if (cases[i].part != LL_PART_EXERCISE || strcmp(cases[i].file, file) != 0)
            continue;
        ck_assert_msg(
            ll_session_run_one(&session, &cases[i].subject, tools, &memory, &err) == 0,
            "%s", err.text);
        ck_assert_msg(ll_session_explain(&session, all, 1, &err) == 0, "%s", err.text);
        char *path = ll_path_join(lesson->folder, file);
        add_faults(lines, &memory.diags, ll_strings_argv(&cases[i].subject.roots), path,
                   NULL, NULL);
        add_warnings(warned, &memory, ll_strings_argv(&cases[i].subject.roots), path);
        free(path);
        ll_result_release(&memory);
    }
    ll_cases_free(cases, count);
    free(tools);
}

/* Read the file and grade it. */
static void grade_file(struct ll_grader *grader, const char *name, const char *path,
                       struct ll_graded *graded)
{
    struct ll_error err = {0};
    struct ll_intake intake;
    struct ll_buf why = LL_BUF_INIT;
    ck_assert_msg(ll_intake_read(path, "", false, here, &intake, &why, &err) == 0,
                  "%s%s", ll_buf_text(&why), err.text);
    ck_assert_msg(ll_grader_grade(grader, name, &intake, graded, &err) == 0, "%s",
                  err.text);
    ck_assert_str_eq(graded->digest, intake.digest);
    ll_intake_release(&intake);
    ll_buf_release(&why);
}

/* A grader of the lesson's exercise, by observing. */
static struct ll_grader *new_grader(const struct ll_lesson *lesson, const char *file)
{
    struct ll_error err = {0};
    const struct ll_grade_options options = {.exercise = file,
                                             .gate = true,
                                             .allow_weak_isolation = true,
                                             .limits = ll_limits_isolated};
    struct ll_grader *grader = ll_grader_new(lesson, &options, &err);
    ck_assert_msg(grader != NULL, "%s", err.text);
    ck_assert_msg(ll_grader_in_process(grader) == NULL, "%s",
                  ll_grader_in_process(grader));
    return grader;
}

/* Grade the lesson's own `file`, and add its faults; with `all`, those on top, too.
 * `grader` NULL: by a new one. Returns what the learner is told, free(). */
static char *grade_own(struct ll_grader *grader, const struct ll_lesson *lesson,
                       const char *file, bool all, struct ll_strings *lines)
{
    struct ll_error err = {0};
    struct ll_graded graded;
    const struct ll_exercise *exercise = ll_lesson_exercise(lesson, file, &err);
    struct ll_grader *own = grader == NULL ? new_grader(lesson, file) : NULL;
    char *from = ll_path_join(lesson->folder, file);
    char *path = ll_path_join(here, file); /* the name counts where lines are broken */
    struct ll_buf source = LL_BUF_INIT;
    ck_assert_int_eq(ll_file_read(from, 1 << 20, &source, NULL), 0);
    ck_assert_int_eq(ll_file_write(path, ll_buf_text(&source), source.len, NULL), 0);
    grade_file(own != NULL ? own : grader, "ann", path, &graded);
    ck_assert_msg(graded.verdict < LL_UNGRADABLE, "%s", graded.why);
    const char *roots[] = {here, lesson->folder, NULL};
    add_faults(lines, &graded.diags, roots, path, lesson->folder,
               all ? NULL : exercise->tests);
    ll_buf_release(&source);
    free(from);
    free(path);
    char *told = strdup(graded.explanation);
    ck_assert_ptr_nonnull(told);
    ll_graded_release(&graded);
    ll_grader_free(own);
    return told;
}

/* A lesson in `here` whose exercise is a wrong half. */
static struct ll_lesson *with_wrong_half(const struct ll_lesson *lesson, unsigned i)
{
    struct ll_error err = {0};
    struct ll_manifest manifest = *lesson->manifest;
    struct ll_pair *pair = manifest.pair;
    struct ll_exercise exercise = {.kind = LL_FIX,
                                   .module = {.file = pair->buggy[i].file},
                                   .files = pair->files,
                                   .files_count = pair->files_count,
                                   .tests = pair->tests,
                                   .module_name = pair->module,
                                   .solution = pair->correct};
    char *folder = ll_path_join(here, ll_path_base(lesson->folder));
    char *path = ll_path_join(folder, "lesson.yml");
    char *line = NULL;
    /* By these the grader judges. At home a lesson may name more, and then what they
     * see is a fault by itself. */
    static char *tools[] = {"memcheck", "asan", "lastptr"};
    static char *of_modules[] = {"memcheck", "asan", "lastref", "lastptr"};
    manifest.tools = manifest.python ? of_modules : tools;
    manifest.tools_count = manifest.python ? 4 : 3;
    ck_assert_int_gt(asprintf(&line, "cp -r %s %s", lesson->folder, folder), 0);
    ck_assert_int_eq(system(line), 0);
    manifest.exercises = &exercise;
    manifest.exercises_count = 1;
    ck_assert_msg(ll_manifest_write(&manifest, path, &err) == 0, "%s", err.text);
    struct ll_lesson *made = ll_lesson_load(folder, &err);
    ck_assert_msg(made != NULL, "%s:%d: %s", err.file, err.line, err.text);
    free(line);
    free(path);
    free(folder);
    return made;
}

/* The grader reports all that is reported at home, in the same order. It may report
 * more, from the tests or from the bare run; that is left out. `grader` as above;
 * `graded` gets what the grader reports. */
static void compare(struct ll_grader *grader, const struct ll_lesson *lesson,
                    const char *file, struct ll_strings *graded)
{
    struct ll_strings home = LL_STRINGS_INIT, warned = LL_STRINGS_INIT;
    look_at_home(lesson, file, &home, &warned);
    char *told = grade_own(grader, lesson, file, false, graded);
    ck_assert_msg(home.count > 0, "%s: there is nothing to tell", file);
    for (size_t i = 0; i < home.count || i < graded->count; i++) {
        const char *here_said = i < home.count ? home.items[i] : "nothing";
        const char *there_said = i < graded->count ? graded->items[i] : "nothing";
        ck_assert_msg(strcmp(here_said, there_said) == 0,
                      "lesson %u, %s:\n at home:    %s\n the grader: %s",
                      lesson->number, file, here_said, there_said);
    }
    for (size_t i = 0; i < warned.count; i++)
        ck_assert_msg(strstr(told, warned.items[i]) != NULL,
                      "lesson %u, %s: the grader does not say\n%s\nbut\n%s",
                      lesson->number, file, warned.items[i], told);
    free(told);
    ll_strings_release(&warned);
    ll_strings_release(&home);
}

/* The same of the lesson's first exercise. */
static void compare_first(const struct ll_lesson *lesson)
{
    struct ll_strings graded = LL_STRINGS_INIT;
    compare(NULL, lesson, lesson->manifest->exercises[0].module.file, &graded);
    ll_strings_release(&graded);
}

START_TEST(an_exercise_has_the_same_faults_at_home_and_in_the_grader)
{
    struct ll_lesson *lesson = load(numbers[_i]);
    compare_first(lesson);
    ll_lesson_free(lesson);
}
END_TEST

START_TEST(a_wrong_half_has_the_same_faults_at_home_and_in_the_grader)
{
    struct ll_lesson *lesson = load(is_soak() ? (unsigned)_i + 1 : chosen_halves[_i]);
    struct ll_lesson *made = with_wrong_half(lesson, 0);
    compare_first(made);
    ll_lesson_free(made);
    ll_lesson_free(lesson);
}
END_TEST

/* ---- programs of other shapes ---------------------------------------------------- */

/* The bodies of `int work(int n)`; main calls it with 1, 2 and 3. */
static const char *const bodies[] = {
    "    char *p = malloc(10);\n"
    "    if (p == NULL)\n"
    "        return -1;\n"
    "    if (n == 2)\n"
    "        return 3;\n"
    "    p[0] = 'x';\n"
    "    n += p[0];\n"
    "    return n > 0;\n",
    "    char *p = strdup(\"text\");\n"
    "    if (p != NULL)\n"
    "        n += p[0];\n"
    "    p = strdup(\"other\");\n"
    "    free(p);\n"
    "    return n > 0;\n",
    "    char *p = malloc(4);\n"
    "    if (p == NULL)\n"
    "        return -1;\n"
    "    memset(p, 'a', 4);\n"
    "    p[4] = 'x';\n"
    "    free(p);\n"
    "    return 1;\n",
    "    char *p = malloc(4);\n"
    "    free(p);\n"
    "    return p != NULL ? p[n] != 1 : 0;\n",
    "    char *p = malloc(4);\n"
    "    free(p);\n"
    "    if (n == 3)\n"
    "        free(p);\n"
    "    return 1;\n",
    "    char *p = malloc(8);\n"
    "    if (p == NULL)\n"
    "        return -1;\n"
    "    free(p + n);\n"
    "    return 1;\n",
    "    int set, unset[4];\n"
    "    set = n;\n"
    "    if (unset[set] > 3)\n"
    "        return 2;\n"
    "    return 1;\n",
    "    char **all = calloc(2, sizeof *all);\n"
    "    if (all == NULL)\n"
    "        return -1;\n"
    "    all[0] = strdup(\"one\");\n"
    "    all[1] = strdup(\"two\");\n"
    "    free(all);\n"
    "    return 1;\n",
    "    for (int i = 0; i < n; i++) {\n"
    "        char *p = malloc((size_t)i + 1);\n"
    "        if (p == NULL)\n"
    "            break;\n"
    "        *p = 'x';\n"
    "    }\n"
    "    return 1;\n",
    "    malloc(3);\n"
    "    return n;\n",
    "    const char *text = \"12\";\n"
    "    int *p;\n"
    "    if (n > 1)\n"
    "        return *p + text[0];\n"
    "    return 1;\n",
    "    int found;\n"
    "    if (sscanf(\"12\", \"%d\", found) != 1)\n"
    "        return n;\n"
    "    return found;\n",
    "    int *p = NULL;\n"
    "    if (n < 3)\n"
    "        return 1;\n"
    "    *p = n;\n"
    "    return 1;\n",
    "    char *p = malloc(6);\n"
    "    if (p == NULL)\n"
    "        return -1;\n"
    "    p = realloc(p, 12);\n"
    "    if (p != NULL)\n"
    "        p[11] = 'x';\n"
    "    if (n == 1) free(p); return 0;\n",
};
enum { BODIES = sizeof bodies / sizeof *bodies };

static void put(const char *name, const char *text)
{
    char *path = ll_path_join(here, name);
    ck_assert_int_eq(ll_file_write(path, text, strlen(text), NULL), 0);
    free(path);
}

/* The lesson of all bodies, and its grader: made once for all tests. */
static struct ll_lesson *work;
static struct ll_grader *work_grader;

/* work.c in 01-work as `name`, with that body. */
static void put_body(const char *name, const char *body)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_addf(&text,
                "#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n"
                "#include \"work.h\"\n"
                "int work(int n)\n{\n%s}\n",
                body);
    put(name, ll_buf_text(&text));
    ll_buf_release(&text);
}

static void set_up_work(void)
{
    set_up();
    struct ll_error err = {0};
    char *folder = ll_path_join(here, "01-work");
    ck_assert_int_eq(ll_path_make_dirs(folder, NULL), 0);
    put("01-work/work.h", "int work(int n);\n");
    put("01-work/main.c", "#include \"work.h\"\n"
                          "int main(void)\n"
                          "{\n"
                          "    int sum = work(1) + work(2) + work(3);\n"
                          "    return sum == 0;\n"
                          "}\n");
    put("01-work/test_work.c", "#include <check.h>\n"
                               "#include \"work.h\"\n"
                               "START_TEST(nothing) { ck_assert_int_eq(1, 1); }\n"
                               "END_TEST\n"
                               "int main(void)\n"
                               "{\n"
                               "    TCase *tcase = tcase_create(\"work\");\n"
                               "    tcase_add_test(tcase, nothing);\n"
                               "    Suite *suite = suite_create(\"work\");\n"
                               "    suite_add_tcase(suite, tcase);\n"
                               "    SRunner *runner = srunner_create(suite);\n"
                               "    srunner_run_all(runner, CK_NORMAL);\n"
                               "    int failed = srunner_ntests_failed(runner);\n"
                               "    srunner_free(runner);\n"
                               "    return failed;\n"
                               "}\n");
    put_body("01-work/solution.c", "    return n;\n");
    put_body("01-work/correct.c", "    return n;\n");
    put_body("01-work/exercise.c", bodies[0]);
    put_body("01-work/buggy.c", bodies[0]);
    put("01-work/lesson.yml",
        "title: Work\nhabit: Free it.\nabout: Words.\n"
        "tools: [memcheck, asan, lastptr]\n"
        "pair:\n"
        "  files: [main.c]\n"
        "  tests: test_work.c\n"
        "  correct: correct.c\n"
        "  buggy:\n"
        "    - file: buggy.c\n"
        "      expect: [{tools: [memcheck], kind: definitely-lost}]\n"
        "exercises:\n"
        "  - kind: fix\n"
        "    file: exercise.c\n"
        "    solution: solution.c\n"
        "    files: [main.c]\n"
        "    tests: test_work.c\n"
        "    expect: [{tools: [memcheck], kind: definitely-lost}]\n");
    work = ll_lesson_load(folder, &err);
    ck_assert_msg(work != NULL, "%s:%d: %s", err.file, err.line, err.text);
    work_grader = new_grader(work, "exercise.c");
    free(folder);
}

static void tear_down_work(void)
{
    ll_grader_free(work_grader);
    ll_lesson_free(work);
    tear_down();
}

START_TEST(other_programs_have_the_same_faults_at_home_and_in_the_grader)
{
    struct ll_strings graded = LL_STRINGS_INIT;
    put_body("01-work/exercise.c", bodies[_i]);
    compare(work_grader, work, "exercise.c", &graded);
    ll_strings_release(&graded);
}
END_TEST

/* ---- values ---------------------------------------------------------------------- */

/* Lesson 3 without its sweeps, which take long: what is asked is what one run tells.
 * And its grader: made once for all tests. */
static struct ll_lesson *unswept;
static struct ll_grader *unswept_grader;

/* Run a line of shell in the lesson's folder. */
static void run_there(const char *commands)
{
    char *line = NULL;
    ck_assert_int_gt(asprintf(&line, "cd %s/03-lost-realloc && %s", here, commands), 0);
    ck_assert_int_eq(system(line), 0);
    free(line);
}

static void set_up_unswept(void)
{
    set_up();
    struct ll_error err = {0};
    char *folder = ll_path_join(here, "03-lost-realloc");
    ck_assert_int_eq(ll_path_make_dirs(folder, NULL), 0);
    run_there("cp -r " LESSONS "/03-lost-realloc/* . && "
              "sed -i '/sweep: true/d' lesson.yml");
    unswept = ll_lesson_load(folder, &err);
    ck_assert_msg(unswept != NULL, "%s:%d: %s", err.file, err.line, err.text);
    unswept_grader = new_grader(unswept, "exercise.c");
    free(folder);
}

static void tear_down_unswept(void)
{
    ll_grader_free(unswept_grader);
    ll_lesson_free(unswept);
    tear_down();
}

/* Its exercise has a fault that its driver comes to: `faulty` in place of the line that
 * begins with `line`. */
static void put_fault(const char *line, const char *faulty)
{
    char *commands = NULL;
    ck_assert_int_gt(asprintf(&commands,
                              "sed 's|^ *%s.*|%s|' solution.c >exercise.c && "
                              "! cmp -s solution.c exercise.c",
                              line, faulty),
                     0);
    run_there(commands);
    free(commands);
}

/* A write right past the block; a use after free; a pointer that is NULL. */
static const struct {
    const char *line, *faulty, *said;
} faults[] = {
    {"builder->length += length;",
     "builder->length += length; builder->text[builder->capacity] = *part;",
     "main → builder_add(builder = `sentence` of main, part = \"Every block \")"},
    {"free(builder->text);",
     "free(builder->text); builder->length = (size_t)builder->text[0];",
     "builder->text → memory freed at line 47"},
    {"builder->text = NULL;",
     "builder->text = NULL; builder->length = (size_t)*builder->text;",
     "builder->text = NULL"},
};
enum { FAULTS = sizeof faults / sizeof *faults };

static bool says(const struct ll_strings *lines, const char *words)
{
    for (size_t i = 0; i < lines->count; i++)
        if (strstr(lines->items[i], words) != NULL)
            return true;
    return false;
}

START_TEST(a_fault_has_the_same_values_at_home_and_in_the_grader)
{
    struct ll_strings lines = LL_STRINGS_INIT;
    put_fault(faults[_i].line, faults[_i].faulty);
    compare(unswept_grader, unswept, "exercise.c", &lines);
    ck_assert_msg(says(&lines, faults[_i].said), "not said: %s\n%s", faults[_i].said,
                  lines.items[0]);
    ll_strings_release(&lines);
}
END_TEST

/* Its name, not that of the function that Check's macro makes; and no arguments. */
START_TEST(calls_have_a_test_by_its_name)
{
    struct ll_strings lines = LL_STRINGS_INIT;
    put_fault("builder->length += length;",
              "builder->length += length;"
              "if (length == 0) builder->text[builder->capacity] = 0;");
    free(grade_own(unswept_grader, unswept, "exercise.c", true, &lines));
    ck_assert_uint_gt(lines.count, 0);
    ck_assert_msg(says(&lines, "; main → parts_are_joined_in_order() → builder_add("),
                  "%s", lines.items[0]);
    ll_strings_release(&lines);
}
END_TEST

/* From the third submission on, a fork server runs them, which loads them as shared
 * objects. */
START_TEST(a_later_submission_is_told_the_same)
{
    enum { TIMES = 4 };
    struct ll_graded graded[TIMES];
    char *path = ll_path_join(LESSONS "/03-lost-realloc", "exercise.c");
    for (int i = 0; i < TIMES; i++) {
        grade_file(unswept_grader, "ann", path, &graded[i]);
        ck_assert_str_eq(graded[i].explanation, graded[0].explanation);
    }
    ck_assert_msg(strstr(graded[0].explanation, "builder->text = NULL") != NULL, "%s",
                  graded[0].explanation);
    for (int i = 0; i < TIMES; i++)
        ll_graded_release(&graded[i]);
    free(path);
}
END_TEST

/* ---- failing allocations --------------------------------------------------------- */

/* Lesson 3 in `here`, with a submission that does not check what malloc returned: it is
 * right as long as there is memory. */
static struct ll_lesson *without_check(const char *grading)
{
    char *line = NULL;
    char *folder = ll_path_join(here, "03-lost-realloc");
    struct ll_error err = {0};
    ck_assert_int_gt(asprintf(&line,
                              "cp -r " LESSONS "/03-lost-realloc %s && cd %s &&"
                              "sed -i '0,/sweep: true/s//sweep: true%s/' lesson.yml &&"
                              "sed '/builder->text == NULL)$/,+1d' solution.c >ann.c &&"
                              "[ $(diff ann.c solution.c | grep -c '^>') = 2 ]",
                              folder, folder, grading),
                     0);
    ck_assert_int_eq(system(line), 0);
    struct ll_lesson *lesson = ll_lesson_load(folder, &err);
    ck_assert_msg(lesson != NULL, "%s:%d: %s", err.file, err.line, err.text);
    free(folder);
    free(line);
    return lesson;
}

/* Graded by observing, and in the weaker way. */
static const char *const gradings[] = {"", "\\n    grading: in-process"};

START_TEST(a_submission_that_crashes_without_memory_does_not_pass)
{
    struct ll_lesson *lesson = without_check(gradings[_i]);
    struct ll_error err = {0};
    struct ll_graded graded;
    const struct ll_grade_options options = {
        .gate = true, .allow_weak_isolation = true, .limits = ll_limits_isolated};
    struct ll_grader *grader = ll_grader_new(lesson, &options, &err);
    ck_assert_msg(grader != NULL, "%s", err.text);
    ck_assert_int_eq(ll_grader_in_process(grader) != NULL, _i == 1);
    char *path = ll_path_join(lesson->folder, "ann.c");
    grade_file(grader, "ann", path, &graded);
    ck_assert_msg(graded.why == NULL, "%s", graded.why);
    for (size_t i = 0; i + 1 < graded.count; i++)
        ck_assert_msg(graded.items[i].verdict == LL_PASS, "%s: %s",
                      graded.items[i].title, graded.items[i].message);
    const struct ll_graded_item *last = &graded.items[graded.count - 1];
    ck_assert_int_eq(last->kind, LL_ITEM_SWEEP);
    ck_assert_int_eq(last->verdict, LL_FAIL);
    ck_assert_int_eq(graded.verdict, LL_FAIL);
    ck_assert_double_gt(last->points, 0); /* it survives some */
    ck_assert_double_lt(last->points, last->most);
    ck_assert_double_eq(graded.score, 80 + last->points);
    ck_assert_ptr_nonnull(
        strstr(last->message, "failing the 1st allocation (malloc at exercise.c:"));
    ck_assert_ptr_nonnull(
        strstr(graded.explanation, "Not checked: what was returned by malloc at"));
    ck_assert_ptr_null(strstr(graded.explanation, "/in/")); /* it is the learner's */
    ll_graded_release(&graded);
    free(path);
    if (_i == 1 || is_soak()) { /* by observing, test_cheats has it pass, too */
        path = ll_path_join(lesson->folder, "solution.c");
        grade_file(grader, "bob", path, &graded);
        ck_assert_double_eq(graded.score, 100);
        ck_assert_int_eq(graded.verdict, LL_PASS);
        ll_graded_release(&graded);
        free(path);
    }
    ll_grader_free(grader);
    ll_lesson_free(lesson);
}
END_TEST

/* ---- what is expected is not in the program -------------------------------------- */

/* What a submission's programs are made of, and the one that tells what is expected. */
struct made {
    struct ll_buf programs[2]; /* plain, under AddressSanitizer */
    struct ll_buf telling;
};

static void make(const struct ll_lesson *lesson, struct made *made)
{
    static const enum ll_way ways[] = {LL_WAY_PLAIN, LL_WAY_ASAN};
    const struct ll_exercise *exercise = &lesson->manifest->exercises[0];
    struct ll_harness harness = {0};
    struct ll_compiled compiled = {0};
    struct ll_buf why = LL_BUF_INIT, source = LL_BUF_INIT;
    struct ll_error err = {0};
    char *path = ll_path_join(lesson->folder, exercise->solution);
    *made = (struct made){{LL_BUF_INIT, LL_BUF_INIT}, LL_BUF_INIT};
    ck_assert_int_eq(ll_file_read(path, 1 << 20, &source, NULL), 0);
    ck_assert_msg(ll_harness_make(lesson, exercise, true, &harness, &why, &err) == 0,
                  "%s%s", ll_buf_text(&why), err.text);
    ck_assert_int_eq(
        ll_compiled_open(&harness, ll_buf_text(&source), source.len, &compiled, &err),
        0);
    ck_assert_int_eq(ll_compiled_preprocess(&harness, &compiled, &why, &err), 0);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(ll_compiled_compile(&harness, &compiled, ways[i], &why, &err),
                         0);
        ck_assert_msg(ll_compiled_link(&harness, &compiled, ways[i], &why, &err) == 0,
                      "%s", ll_buf_text(&compiled.words));
        made->programs[i] = compiled.programs[ways[i]];
        ll_buf_init(&compiled.programs[ways[i]], 0);
    }
    ck_assert_int_eq(
        ll_file_read(harness.objects[LL_WAY_TELLING], 1 << 24, &made->telling, NULL),
        0);
    ll_compiled_release(&compiled);
    ll_harness_release(&harness);
    ll_buf_release(&why);
    ll_buf_release(&source);
    free(path);
}

static void made_release(struct made *made)
{
    ll_buf_release(&made->programs[0]);
    ll_buf_release(&made->programs[1]);
    ll_buf_release(&made->telling);
}

static bool holds(const struct ll_buf *program, const void *bytes, size_t count)
{
    return memmem(program->data, program->len, bytes, count) != NULL;
}

/* The texts that the suite expects, without those that it passes as arguments. */
static void find_expected(const char *suite, struct ll_strings *texts)
{
    const char *at = suite;
    while ((at = strstr(at, "ck_assert_str_eq(")) != NULL) {
        const char *end = strstr(at, ");\n"), *start = end - 1;
        ck_assert(end != NULL && *start == '"');
        while (start[-1] != '"')
            start--;
        ll_strings_addf(texts, "%.*s", (int)(end - 1 - start), start);
        at = end;
    }
}

START_TEST(no_expected_text_is_in_the_program)
{
    struct ll_lesson *lesson = load(3);
    struct ll_strings texts = LL_STRINGS_INIT;
    struct ll_buf suite = LL_BUF_INIT;
    struct made made;
    char *path = ll_path_join(lesson->folder, lesson->manifest->exercises[0].tests);
    ck_assert_int_eq(ll_file_read(path, 1 << 20, &suite, NULL), 0);
    find_expected(ll_buf_text(&suite), &texts);
    make(lesson, &made);
    size_t looked = 0;
    for (size_t i = 0; i < texts.count; i++) {
        const char *text = texts.items[i];
        size_t size = strlen(text) + 1;
        char *quoted = NULL;
        ck_assert_int_gt(asprintf(&quoted, "\"%s\"", text), 0);
        /* Not what may stand anywhere, nor what is handed in elsewhere. */
        const char *first = strstr(suite.data, quoted);
        bool once = size > 4 && strstr(first + 1, quoted) == NULL;
        free(quoted);
        if (!once)
            continue;
        looked++;
        ck_assert_msg(holds(&made.telling, text, size), "'%s' is nowhere", text);
        ck_assert_msg(!holds(&made.programs[0], text, size - 1), "'%s'", text);
        ck_assert_msg(!holds(&made.programs[1], text, size - 1), "'%s'", text);
    }
    ck_assert_uint_gt(looked, 0);
    made_release(&made);
    ll_buf_release(&suite);
    ll_strings_release(&texts);
    ll_lesson_free(lesson);
    free(path);
}
END_TEST

/* A copy of lesson 3 whose suite expects other values, each of them a marked one. */
static struct ll_lesson *expecting(const char *mark)
{
    struct ll_error err = {0};
    char *line = NULL;
    char *folder = ll_path_join(here, "03-lost-realloc");
    ck_assert_int_gt(
        asprintf(&line,
                 "rm -rf %s && cp -r " LESSONS "/03-lost-realloc %s && cd %s &&"
                 "sed -Ei 's/^(.*ck_assert_u?int_eq\\(.*, )[0-9]+\\);/\\1%s);/;"
                 " s/^(.*ck_assert_str_eq\\(.*, )\"[^\"]*\"\\);/\\1\"%s\");/'"
                 " test_builder.c && [ $(grep -c %s test_builder.c) -ge 15 ]",
                 folder, folder, folder, mark, mark, mark),
        0);
    ck_assert_int_eq(system(line), 0);
    struct ll_lesson *lesson = ll_lesson_load(folder, &err);
    ck_assert_msg(lesson != NULL, "%s", err.text);
    free(folder);
    free(line);
    return lesson;
}

/* Whatever is expected, the program is the same, byte for byte. */
START_TEST(no_program_depends_on_what_is_expected)
{
    struct ll_lesson *one = expecting("0x5eed1234");
    struct made made[2];
    make(one, &made[0]);
    struct ll_lesson *other = expecting("0x5eed9876");
    make(other, &made[1]);
    ck_assert(holds(&made[0].telling, "0x5eed1234", 11));
    ck_assert(holds(&made[1].telling, "0x5eed9876", 11));
    ck_assert(holds(&made[0].telling, "\x34\x12\xed\x5e", 4));
    for (size_t i = 0; i < 2; i++) {
        const struct ll_buf *a = &made[0].programs[i], *b = &made[1].programs[i];
        ck_assert(!holds(a, "0x5eed", 6) && !holds(a, "\x34\x12\xed\x5e", 4));
        ck_assert_uint_gt(a->len, 0);
        ck_assert_uint_eq(a->len, b->len);
        ck_assert_msg(memcmp(a->data, b->data, a->len) == 0, "program %zu differs", i);
    }
    made_release(&made[0]);
    made_release(&made[1]);
    ll_lesson_free(one);
    ll_lesson_free(other);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("home");
    TCase *tcase = case_create("home");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase,
                        an_exercise_has_the_same_faults_at_home_and_in_the_grader, 0,
                        is_soak() ? NUMBERS : NUMBERS - 1);
    tcase_add_loop_test(
        tcase, a_wrong_half_has_the_same_faults_at_home_and_in_the_grader, 0,
        is_soak() ? count_lessons()
                  : (int)(sizeof chosen_halves / sizeof *chosen_halves));
    tcase_add_loop_test(tcase, a_submission_that_crashes_without_memory_does_not_pass,
                        0, 2);
    tcase_add_test(tcase, no_expected_text_is_in_the_program);
    tcase_add_test(tcase, no_program_depends_on_what_is_expected);
    suite_add_tcase(suite, tcase);
    TCase *programs = case_create("programs");
    tcase_add_unchecked_fixture(programs, set_up_work, tear_down_work);
    tcase_add_loop_test(programs,
                        other_programs_have_the_same_faults_at_home_and_in_the_grader,
                        0, BODIES);
    suite_add_tcase(suite, programs);
    TCase *values = case_create("values");
    tcase_add_unchecked_fixture(values, set_up_unswept, tear_down_unswept);
    tcase_add_loop_test(values, a_fault_has_the_same_values_at_home_and_in_the_grader,
                        0, FAULTS);
    tcase_add_test(values, calls_have_a_test_by_its_name);
    tcase_add_test(values, a_later_submission_is_told_the_same);
    suite_add_tcase(suite, values);
    return suite_run(suite);
}
