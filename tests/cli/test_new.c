/* SPDX-License-Identifier: MIT
 *
 * leaklab new: a lesson is made whole or not at all. */
#include <check.h>
#include <dirent.h>
#include <poll.h>
#include <pty.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "author/verify.h"
#include "base/path.h"
#include "config.h"
#include "support/command.h"
#include "support/expected.h"
#include "support/programs.h"
#include "support/suite.h"

static const char leaklab[] = LL_BUILD_DIR "/leaklab";
static const char *const kinds[] = {"definitely-lost", "kept-too-long",  "invalid-read",
                                    "invalid-write",   "use-after-free", "double-free",
                                    "invalid-free",    "uninitialised",  "data-race"};

static struct ll_buf out, errors;

static void set_up(void)
{
    programs_setup();
    char *place = in_folder(""); /* for root's isolated jobs, which `verify` has */
    ck_assert_int_eq(chmod(place, 0711), 0);
    ck_assert_int_eq(chmod(getenv("TMPDIR"), 0711), 0);
    free(place);
    unsetenv("LEAKLAB_HOME");
    unsetenv("LEAKLAB_FRONT");
    ll_buf_init(&out, 1 << 20);
    ll_buf_init(&errors, 1 << 20);
    char *lessons = in_folder("lessons");
    ck_assert_int_eq(mkdir(lessons, 0777), 0);
    free(lessons);
}

static void tear_down(void)
{
    ll_buf_release(&out);
    ll_buf_release(&errors);
    programs_teardown();
}

/* Run a command in the test's folder; its exit status. The words end with NULL. */
static int command(const char *word, ...)
{
    struct ll_strings argv = LL_STRINGS_INIT;
    va_list words;
    va_start(words, word);
    for (; word != NULL; word = va_arg(words, const char *))
        ll_strings_add(&argv, word);
    va_end(words);
    const struct command_place place = {.folder = folder};
    int status = run_command(ll_strings_argv(&argv), &place, &out, &errors);
    ll_strings_release(&argv);
    return status;
}

/* leaklab new ..., in the folder lessons. */
#define new_lesson(...) command(leaklab, "new", "--in", "lessons", __VA_ARGS__, NULL)

/* What stands in lessons/, hidden things too: "03-lost 04-found". */
static void assert_lessons(const char *wanted)
{
    struct dirent **entries;
    struct ll_buf names = LL_BUF_INIT;
    char *path = in_folder("lessons");
    int count = scandir(path, &entries, NULL, alphasort);
    ck_assert_int_ge(count, 2);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0)
            ll_buf_addf(&names, "%s%s", names.len > 0 ? " " : "", name);
        free(entries[i]);
    }
    free(entries);
    ck_assert_str_eq(ll_buf_text(&names), wanted);
    ll_buf_release(&names);
    free(path);
}

static struct ll_lesson *load(const char *name)
{
    char *path = in_folder(name);
    struct ll_lesson *lesson = ll_lesson_load(path, &err);
    ck_assert_msg(lesson != NULL, "%s:%d: %s", err.file, err.line, err.text);
    free(path);
    return lesson;
}

/* ---- whole ----------------------------------------------------------------- */

/* The right half is clean under every tool, and both halves pass the suite. Of the
 * wrong half, the manifest holds what `leaklab new` saw a moment ago. */
static void assert_pair_in_order(const struct ll_lesson *lesson)
{
    enum { RIGHT, RIGHT_TESTS, WRONG_TESTS, TASKS };
    const struct ll_tool *suite[] = {ll_tool_for(LL_TOOL_SUITE), NULL};
    const struct ll_tool **tools = ll_lesson_tools(lesson, &err);
    struct ll_strings findings = LL_STRINGS_INIT;
    struct ll_result results[TASKS];
    struct ll_case *cases; /* the wrong half, the right one, exercises */
    size_t count;
    ck_assert_ptr_nonnull(tools);
    ck_assert_int_eq(ll_cases(lesson, NULL, false, &cases, &count, &err), 0);
    const struct ll_task tasks[TASKS] = {[RIGHT] = {&cases[1].subject, tools},
                                         [RIGHT_TESTS] = {&cases[1].tests, suite},
                                         [WRONG_TESTS] = {&cases[0].tests, suite}};
    ck_assert_str_eq(cases[1].file, lesson->manifest->pair->correct);
    ck_assert_int_eq(ll_session_run(&session, tasks, TASKS, results, &err), 0);
    ck_assert_uint_ge(results[RIGHT].run_count, 2);
    for (size_t i = 0; i < results[RIGHT].run_count; i++)
        ck_assert_int_eq(
            ll_verify_run(&cases[1], &results[RIGHT].runs[i], &findings, &err), 0);
    ck_assert_int_eq(
        ll_verify_behaviour(&cases[1], &results[RIGHT_TESTS], &findings, &err), 0);
    ck_assert_int_eq(
        ll_verify_behaviour(&cases[0], &results[WRONG_TESTS], &findings, &err), 0);
    ck_assert_msg(findings.count == 0, "%s", findings.items[0]);
    for (size_t i = 0; i < TASKS; i++)
        ll_result_release(&results[i]);
    ll_strings_release(&findings);
    ll_cases_free(cases, count);
    free(tools);
}

/* Of every kind: its wrong half has that one fault; words alone are missing. */
START_TEST(a_lesson_can_be_made_on_each_kind)
{
    static const char *const tools[] = {"memcheck", "asan", "lastptr", "helgrind",
                                        NULL};
    const char *kind = kinds[_i];
    struct ll_strings findings = LL_STRINGS_INIT, todos = LL_STRINGS_INIT;
    ck_assert_msg(new_lesson("one", "--kind", kind, "--exercises", "write") == 0, "%s",
                  ll_buf_text(&errors));
    assert_lessons("01-one");
    struct ll_lesson *lesson = load("lessons/01-one");
    const struct ll_module *module = &lesson->manifest->pair->buggy[0];
    for (unsigned i = 0; i < module->expect_count; i++) {
        ck_assert_str_eq(module->expect[i].kind, kind);
        if (i > 0) /* another tool, not another fault */
            ck_assert_str_ne(module->expect[i].tools[0], module->expect[0].tools[0]);
    }
    ck_assert_int_eq(ll_lesson_check(lesson, tools, &findings, &err), 0);
    ck_assert_msg(findings.count == 0, "%s", findings.items[0]);
    ck_assert_int_eq(ll_lesson_todos(lesson, &todos, &err), 0);
    ck_assert_uint_gt(todos.count, 10);
    assert_pair_in_order(lesson);
    ll_strings_release(&todos);
    ll_lesson_free(lesson);
}
END_TEST

/* Every TODO replaced by words. */
static void write_all(const char *name)
{
    char line[256];
    snprintf(line, sizeof line, "sed -i s/TODO.// %s/*", name);
    ck_assert_int_eq(command("sh", "-c", line, NULL), 0);
}

START_TEST(what_is_missing_is_named_down_to_nothing)
{
    ck_assert_int_eq(new_lesson("lost-early", "--title", "A \"lost\" one",
                                "--exercises", "fix,diagnose,write", "--number", "40",
                                "--tools", "asan"),
                     0);
    assert_has(&out, "lessons/40-lost-early   a lesson about definitely-lost\n");
    assert_has(&out, "only a start: 30 places, each marked TODO");
    assert_has(&out, "leaklab verify lessons/40-lost-early`\n");
    ck_assert_uint_eq(errors.len, 0);

    ck_assert_int_eq(command(leaklab, "verify", "lessons/40-lost-early", NULL), 1);
    assert_has(&out, "40-lost-early            unfinished\n"
                     "  visits.h:5      a story of your own for the pair; this one");
    assert_has(&out, "\n  lesson.yml:4    one sentence that a learner can keep");
    assert_has(&out, "\n  hints.md:5      which line of the report to start from\n");
    assert_has(&out, "\n\n  30 places are still to be written.\n  Next: write them, ");

    write_all("lessons/40-lost-early");
    ck_assert_int_eq(
        command("cp", "-r", "lessons/40-lost-early", "lessons/7777-copy", NULL), 0);
    ck_assert_int_eq(command(leaklab, "verify", "lessons/40-lost-early", NULL), 0);
    assert_has(&out, "40-lost-early            in order   ");
    /* In the same folder: all but this answer comes from the cache. */
    ck_assert_int_eq(command("mkdir", "lessons/40-lost-early/wrong", NULL), 0);
    ck_assert_int_eq(command("cp", "lessons/40-lost-early/solution.c",
                             "lessons/40-lost-early/wrong/exercise.right.c", NULL),
                     0);
    ck_assert_int_eq(command(leaklab, "verify", "lessons/40-lost-early", NULL), 1);
    assert_has(&out, "wrong/exercise.right.c counts as done, and is wrong: test more");
    struct ll_lesson *lesson = load("lessons/7777-copy");
    ck_assert_uint_eq(lesson->number, 7777);
    ck_assert_str_eq(lesson->manifest->title, "A \"lost\" one");
    ck_assert_uint_eq(lesson->manifest->exercises_count, 3);
    ll_lesson_free(lesson);
}
END_TEST

/* A graded program cannot read /etc. */
START_TEST(a_solution_that_cannot_be_graded_is_named)
{
    ck_assert_msg(new_lesson("big", "--exercises", "write", "--tools", "memcheck") == 0,
                  "%s", ll_buf_text(&errors));
    write_all("lessons/01-big");
    ck_assert_int_eq(
        command(
            "sed", "-i",
            "s/#include \"repeat.h\"/&\\n#include <fcntl.h>\\n#include <unistd.h>/\n"
            "s/size_t length = .*/&\\n    int names = open(\"\\/etc\\/passwd\", "
            "O_RDONLY);"
            "\\n\\n    if (names < 0)\\n        abort();\\n    close(names);/",
            "lessons/01-big/write_solution.c", NULL),
        0);
    ck_assert_int_eq(command(leaklab, "verify", "lessons/01-big", NULL), 1);
    assert_has(&out,
               "1 finding\n  no submission can be graded: 'write_solution.c' cannot be "
               "graded against, as it does not run to its end\n");
}
END_TEST

START_TEST(memory_can_come_from_an_allocator_of_the_program)
{
    ck_assert_msg(new_lesson("one", "--allocator") == 0, "%s", ll_buf_text(&errors));
    ck_assert_int_eq(
        command("cat", "lessons/01-one/lesson.yml", "lessons/01-one/exercise.c", NULL),
        0);
    assert_has(&out, "allocator: [pool_take:pool_give]\n");
    assert_has(&out, "files: [orders_main.c, pool.c]");
    assert_has(&out, "pool_take(MONTHS, sizeof *counts)");
    write_all("lessons/01-one");
    ck_assert_int_eq(command(leaklab, "verify", "lessons/01-one", NULL), 0);
    assert_has(&out, "in order");
    ck_assert_int_eq(new_lesson("two", "--allocator", "--kind", "double-free"), 2);
    assert_has(&errors, "about definitely-lost only");
}
END_TEST

/* Its exercise has two faults, whatever the lesson is about. */
START_TEST(an_exercise_can_have_steps)
{
    ck_assert_msg(new_lesson("one", "--exercises", "steps", "--kind", "double-free") ==
                      0,
                  "%s", ll_buf_text(&errors));
    struct ll_lesson *lesson = load("lessons/01-one");
    ck_assert_uint_eq(lesson->manifest->exercises_count, 1);
    ck_assert_uint_eq(lesson->manifest->exercises[0].steps_count, 2);
    ll_lesson_free(lesson);
    write_all("lessons/01-one");
    ck_assert_int_eq(command(leaklab, "verify", "lessons/01-one", NULL), 0);
    assert_has(&out, "in order");
}
END_TEST

START_TEST(memory_can_come_from_python)
{
    if (system("pkg-config --exists python3-embed") != 0) {
        skip("there is no libpython (python3-dev)");
        return;
    }
    ck_assert_msg(new_lesson("raw", "--python", "--exercises", "write", "--kind",
                             "Double free", "--tools", "memcheck") == 0,
                  "%s", ll_buf_text(&errors));
    write_all("lessons/01-raw");
    ck_assert_int_eq(command("cat", "lessons/01-raw/buggy.c", NULL), 0);
    assert_has(&out, "#include <Python.h>\n\n#include \"visits.h\"");
    assert_has(&out, "PyMem_RawFree(counts); /* @bug */");
    ck_assert_int_eq(command(leaklab, "verify", "lessons/01-raw", NULL), 0);
    assert_has(&out, "in order");
}
END_TEST

START_TEST(a_lesson_can_be_in_cython)
{
    static const char *const tools[] = {"memcheck", "asan", "lastptr", NULL};
    struct ll_strings findings = LL_STRINGS_INIT;
    if (LL_PYTHON_LIBS[0] == '\0' || system("cython3 --version >/dev/null 2>&1") != 0) {
        skip("Cython is missing (cython3)");
        return;
    }
    ck_assert_msg(new_lesson("one", "--language", "cython", "--exercises", "fix") == 0,
                  "%s", ll_buf_text(&errors));
    struct ll_lesson *lesson = load("lessons/01-one");
    ck_assert_int_eq(lesson->manifest->language, LL_CYTHON);
    ck_assert_str_eq(lesson->manifest->pair->buggy[0].file, "buggy.pyx");
    ck_assert_int_eq(ll_lesson_check(lesson, tools, &findings, &err), 0);
    ck_assert_msg(findings.count == 0, "%s", findings.items[0]);
    session.limits.wall_seconds = session.limits.cpu_seconds = HANG_SECONDS;
    assert_pair_in_order(lesson);
    ll_strings_release(&findings);
    ll_lesson_free(lesson);
}
END_TEST

START_TEST(cython_has_fewer_skeletons)
{
    ck_assert_int_eq(new_lesson("one", "--language", "cython", "--kind", "double-free"),
                     2);
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&errors), "definitely-lost only"));
    assert_lessons("");
}
END_TEST

START_TEST(numbers_follow_one_another)
{
    ck_assert_int_eq(command("mkdir", "lessons/09-before", NULL), 0);
    ck_assert_int_eq(
        new_lesson("after-that", "--exercises", "write", "--tools", "asan"), 0);
    assert_lessons("09-before 10-after-that");
    struct ll_lesson *lesson = load("lessons/10-after-that");
    ck_assert_str_eq(lesson->manifest->title, "After that");
    ck_assert_uint_eq(lesson->manifest->exercises_count, 1);
    ck_assert_int_eq(lesson->manifest->exercises[0].kind, LL_WRITE);
    ck_assert_uint_eq(lesson->manifest->tools_count, 1);
    ll_lesson_free(lesson);
    char *folder_of_it = in_folder("lessons/10-after-that/exercise.c");
    ck_assert(!ll_path_exists(folder_of_it));
    free(folder_of_it);
}
END_TEST

/* ---- or not at all --------------------------------------------------------- */

START_TEST(an_error_leaves_nothing)
{
    static const struct {
        const char *words[4], *says;
    } cases[] = {
        {{"lost"}, "the lesson '03-lost' exists already: choose another name"},
        {{"x", "--number", "3"}, "number 3 is taken by '03-lost': choose another"},
        {{"x", "--number", "none"}, "'none' is not the number of a lesson"},
        {{"x", "--number", "10000"}, "'10000' is not the number of a lesson"},
        {{"X"}, "'X' cannot be a lesson's name: use small letters, digits and hyphens"},
        {{"../x"}, "'../x' cannot be a lesson's name"},
        {{"1st"}, "'1st' cannot be a lesson's name"},
        {{"x-"}, "'x-' cannot be a lesson's name"},
        {{""}, "'' cannot be a lesson's name"},
        {{"x", "--kind", "overlap"},
         "no lesson can be made about the kind 'overlap': use definitely-lost, "
         "kept-too-long, invalid-read, invalid-write, "
         "use-after-free, double-free, invalid-free, uninitialised, data-race"},
        {{"x", "--kind", "lost"}, "no lesson can be made about the kind 'lost': use "},
        {{"x", "--exercises", "fix,read"}, "there is no kind of exercise 'read': use"},
        {{"x", "--exercises", ","}, "a lesson needs at least one exercise"},
        {{"x", "--tools", "behaviour"}, "there is no tool 'behaviour': use some of "},
        {{"x", "--tools", ""}, "a lesson needs at least one tool"},
        {{"x", "--title", "two\nlines"}, "a title must be one line of 1 to 200 bytes"},
        {{"x", "--title"}, "--title needs a value"},
        {{"x", "--name"}, "unknown option '--name'"},
        {{"x", "y"}, "unexpected argument 'y'"},
        {{"--python"}, "which name?"},
        {{"x", "--in", "nowhere"}, "cannot open 'nowhere': No such file or directory"},
        {{"x", "--in", "/proc"}, "cannot make a folder in '/proc': "},
    };
    ck_assert_int_eq(command("mkdir", "lessons/03-lost", NULL), 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const *words = cases[i].words;
        int status = new_lesson(words[0], words[1], words[2], words[3]);
        ck_assert_msg(status == 2, "%s: %d", cases[i].says, status);
        assert_has(&errors, cases[i].says);
        ck_assert_uint_eq(out.len, 0);
        assert_lessons("03-lost");
    }
}
END_TEST

START_TEST(tools_that_see_nothing_make_no_lesson)
{
    ck_assert_int_eq(new_lesson("x", "--kind", "uninitialised", "--tools", "asan"), 2);
    assert_has(&errors, "no tool of the lesson reports 'uninitialised' on 'buggy.c': "
                        "choose others with --tools");
    assert_lessons("");
}
END_TEST

START_TEST(a_tool_that_is_not_here_makes_no_lesson)
{
    char *path = in_folder("bin");
    ck_assert_int_eq(mkdir(path, 0777), 0);
    setenv("PATH", path, 1);
    ck_assert_int_eq(new_lesson("x", "--tools", "memcheck"), 2);
    assert_has(&errors,
               "'memcheck' cannot run here, and the lesson needs its report: ");
    assert_lessons("");
    free(path);
}
END_TEST

/* ---- on a terminal ---------------------------------------------------------- */

static pid_t child;
static int terminal;

static void start_on_terminal(void)
{
    child = forkpty(&terminal, NULL, NULL, NULL);
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        if (chdir(folder) == 0)
            execl(leaklab, leaklab, "new", "asked", "--in", "lessons", (char *)NULL);
        _exit(127);
    }
    ll_buf_clear(&out);
}

/* Read what is shown to the end of `wanted`; NULL: until the program has ended. `out`
 * has what was read and not yet awaited. */
static void await(const char *wanted)
{
    char bytes[4096];
    ssize_t got = 1;
    struct pollfd shown = {.fd = terminal, .events = POLLIN};
    const char *found;
    while (wanted == NULL || (found = strstr(ll_buf_text(&out), wanted)) == NULL) {
        if (got > 0 && poll(&shown, 1, 1000 * HANG_SECONDS) == 1)
            got = read(terminal, bytes, sizeof bytes);
        else
            ck_abort_msg("no '%s' in:\n%s", wanted, ll_buf_text(&out));
        if (got <= 0 && wanted == NULL) /* its other end was closed */
            return;
        ll_buf_add(&out, bytes, got > 0 ? (size_t)got : 0);
    }
    char *rest = strdup(found + strlen(wanted));
    ll_buf_clear(&out);
    ll_buf_puts(&out, rest);
    free(rest);
}

static void answer(const char *question, const char *text)
{
    await(question);
    ck_assert_int_eq(write(terminal, text, strlen(text)), (ssize_t)strlen(text));
}

static int end_on_terminal(void)
{
    int status;
    await(NULL);
    close(terminal);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status));
    return WEXITSTATUS(status);
}

START_TEST(on_a_terminal_it_asks)
{
    start_on_terminal();
    answer("its number [1]: ", "0\n");
    answer("'0' is not the number of a lesson", "");
    answer("its number [1]: ", " 12 \n");
    answer("its title [Asked]: ", "\n");
    answer("its fault (? lists the kinds) [definitely-lost]: ", "?\n");
    answer("definitely-lost, kept-too-long, invalid-read", "");
    answer("[definitely-lost]: ", "invalid-read\n");
    answer("some of fix, diagnose, write, steps [fix, diagnose]: ", "write\n");
    answer("its tools (? lists them) [memcheck, asan]: ", "asan\n");
    answer("memory from Python [no]: ", "maybe\n");
    answer("memory from Python [no]: ", "\n");
    ck_assert_int_eq(end_on_terminal(), 0);
    assert_has(&out, "a lesson about invalid-read");
    assert_lessons("12-asked");
    struct ll_lesson *lesson = load("lessons/12-asked");
    ck_assert_str_eq(lesson->manifest->title, "Asked");
    ck_assert_str_eq(lesson->manifest->tools[0], "asan");
    ll_lesson_free(lesson);
}
END_TEST

/* Ctrl-D, and Ctrl-C: at a question. */
START_TEST(an_end_of_input_leaves_nothing)
{
    start_on_terminal();
    answer("its number [1]: ", "\n");
    answer("its title [Asked]: ", "\004");
    ck_assert_int_eq(end_on_terminal(), 2);
    assert_has(&out, "leaklab: no more answers: nothing was made");
    assert_lessons("");

    start_on_terminal();
    answer("its number [1]: ", "\n");
    answer("its title [Asked]: ", "\003");
    ck_assert_int_eq(end_on_terminal(), 3);
    assert_has(&out, "leaklab: cancelled: nothing was made");
    assert_lessons("");
}
END_TEST

/* While the tools run. */
START_TEST(an_interruption_leaves_nothing)
{
    start_on_terminal();
    for (int i = 0; i < 6; i++)
        answer("]: ", "\n");
    answer("running it under the tools", "\003");
    ck_assert_int_eq(end_on_terminal(), 3);
    assert_has(&out, "leaklab: cancelled");
    assert_lessons("");
    ck_assert_uint_eq(count_left_over(), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("new");
    TCase *tcase = case_create("new");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, a_lesson_can_be_made_on_each_kind, 0,
                        sizeof kinds / sizeof *kinds);
    tcase_add_test(tcase, what_is_missing_is_named_down_to_nothing);
    tcase_add_test(tcase, a_solution_that_cannot_be_graded_is_named);
    tcase_add_test(tcase, an_exercise_can_have_steps);
    tcase_add_test(tcase, memory_can_come_from_an_allocator_of_the_program);
    tcase_add_test(tcase, memory_can_come_from_python);
    tcase_add_test(tcase, a_lesson_can_be_in_cython);
    tcase_add_test(tcase, cython_has_fewer_skeletons);
    tcase_add_test(tcase, numbers_follow_one_another);
    tcase_add_test(tcase, an_error_leaves_nothing);
    tcase_add_test(tcase, tools_that_see_nothing_make_no_lesson);
    tcase_add_test(tcase, a_tool_that_is_not_here_makes_no_lesson);
    tcase_add_test(tcase, on_a_terminal_it_asks);
    tcase_add_test(tcase, an_end_of_input_leaves_nothing);
    tcase_add_test(tcase, an_interruption_leaves_nothing);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
