/* SPDX-License-Identifier: MIT
 *
 * End to end: the program as its users start it. */
#include <check.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/path.h"
#include "base/strings.h"
#include "config.h"
#include "support/command.h"
#include "support/expected.h"
#include "support/runs.h"
#include "support/suite.h"

static const char leaklab[] = LL_BUILD_DIR "/leaklab";

/* A private folder to stand in. */
static char *here;

/* The cache: that of this `make test`, or one in `here` for a test of what is run anew,
 * of progress or of the cache. */
static const char *cache;
static struct ll_buf out, errors;

static void set_up(void)
{
    here = ll_path_temp_dir(NULL);
    ck_assert_ptr_nonnull(here);
    cache = shared_runs();
    ll_buf_init(&out, 1 << 20);
    ll_buf_init(&errors, 1 << 20);
}

static void tear_down(void)
{
    ll_path_remove_tree(here);
    free(here);
    ll_buf_release(&out);
    ll_buf_release(&errors);
}

/* Run the command line (words separated by blanks) in `here`; returns its exit
 * status. What it printed is in `out` and `errors`. */
static int run_in(const char *folder, const char *stdin_path, const char *line)
{
    struct ll_strings argv = LL_STRINGS_INIT, env = LL_STRINGS_INIT;
    char *copy = strdup(line), *rest = copy, *word;
    while ((word = strsep(&rest, " ")) != NULL)
        ll_strings_add(&argv, strcmp(word, "leaklab") == 0 ? leaklab : word);
    if (cache != NULL)
        ll_strings_addf(&env, "XDG_CACHE_HOME=%s", cache);
    else
        ll_strings_addf(&env, "XDG_CACHE_HOME=%s/.cache", here);
    ll_strings_add(&env, "LEAKLAB_FRONT");
    const struct command_place place = {folder, ll_strings_argv(&env), stdin_path};
    int status = run_command(ll_strings_argv(&argv), &place, &out, &errors);
    ll_strings_release(&argv);
    ll_strings_release(&env);
    free(copy);
    return status;
}

static int run(const char *line)
{
    return run_in(here, NULL, line);
}

/* Copy a file of the lessons to `to` in `here`. */
static void copy_lesson_file(const char *file, const char *to)
{
    struct ll_buf line = LL_BUF_INIT;
    ll_buf_addf(&line, "cp %s/lessons/%s %s", LL_SOURCE_DIR, file, to);
    ck_assert_int_eq(run(ll_buf_text(&line)), 0);
    ll_buf_release(&line);
}

#define LEAKY                                                                          \
    "#include <stdlib.h>\n"                                                            \
    "int main(int argc, char **argv)\n"                                                \
    "{\n"                                                                              \
    "    char *p = malloc((size_t)argc * 8);\n"                                        \
    "    return p == NULL || argv == NULL ? 9 : 0;\n"                                  \
    "}\n"

#define CLEAN                                                                          \
    "#include <stdio.h>\n"                                                             \
    "#include <stdlib.h>\n"                                                            \
    "int main(void)\n"                                                                 \
    "{\n"                                                                              \
    "    int c = getchar();\n"                                                         \
    "    free(malloc(8));\n"                                                           \
    "    return c == EOF ? 4 : c;\n"                                                   \
    "}\n"

START_TEST(every_command_has_help)
{
    static const char *const commands[] = {
        "lesson",     "hint",    "list",   "check", "sweep",  "explain",
        "verify",     "new",     "matrix", "grade", "export", "doctor",
        "completion", "picture", "run",    "debug", "cc"};
    ck_assert_int_eq(run("leaklab --help"), 0);
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        assert_has(&out, commands[i]);
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        char line[64];
        snprintf(line, sizeof line, "leaklab %s --help", commands[i]);
        ck_assert_int_eq(run(line), 0);
        assert_has(&out, "usage: leaklab ");
        ck_assert_uint_eq(errors.len, 0);
    }
}
END_TEST

START_TEST(misuse_is_told_with_what_to_do)
{
    static const struct {
        const char *line, *says;
    } cases[] = {
        {"leaklab", "usage: leaklab COMMAND"},
        {"leaklab teach", "there is no command 'teach'"},
        {"leaklab help teach", "there is no command 'teach'"},
        {"leaklab chekc a.c", "there is no command 'chekc': did you mean 'check'?"},
        {"leaklab check --fromat=json a.c",
         "unknown option '--fromat=json': did you mean '--format'?"},
        {"leaklab check /bin/sh",
         "'/bin/sh' is a program, not a source: to watch it while it runs, type "},
        {"leaklab check " LL_SOURCE_DIR "/scripts/bootstrap",
         "scripts/bootstrap' is a script, not a source in C: to watch it while it "},
        {"leaklab list all", "unexpected argument 'all'"},
        {"leaklab hint 1 2 3", "unexpected argument '3'"},
        {"leaklab check", "which file?"},
        {"leaklab check -lm", "which file?"},
        {"leaklab check prog.o",
         "'prog.o' is compiled already: name the C source of main, "},
        {"leaklab check /", "'/' is a folder: name the C sources of one program"},
        {"leaklab check " LL_SOURCE_DIR "/tests/pages/browser.py", "is in Python"},
        {"leaklab sweep", "which file?"},
        {"leaklab sweep --only x a.c",
         "--only takes the number of an allocation, as 7 or 7+, not 'x'"},
        {"leaklab sweep --gdb a.c", "--gdb needs to know which failure"},
        {"leaklab sweep --tool gcc-analyzer a.c",
         "--tool cannot be 'gcc-analyzer': use plain, memcheck, "},
        {"leaklab sweep --format html a.c",
         "--format cannot be 'html': use text, json, gcc, sarif, gitlab or "
         "junit"},
        {"leaklab check --format=xml a.c",
         "--format cannot be 'xml': use text, json, gcc, sarif, gitlab, ctest, "
         "junit or html"},
        {"leaklab check --tool valgrind a.c",
         "--tool cannot be 'valgrind': use plain, memcheck, asan, clang-asan, "},
        {"leaklab check --timeout soon a.c",
         "--timeout takes seconds, from 0.01 to 86400, not 'soon'"},
        {"leaklab check --timeout 0 a.c", "from 0.01 to 86400, not '0'"},
        {"leaklab check --timeout 86401 a.c", "from 0.01 to 86400, not '86401'"},
        {"leaklab check --timeout inf a.c", "from 0.01 to 86400, not 'inf'"},
        {"leaklab check --timeout", "--timeout needs a value: SECONDS"},
        {"leaklab check --raw=yes a.c", "--raw takes no value"},
        {"leaklab check --colour a.c", "unknown option '--colour'"},
        {"leaklab check -xy a.c", "unknown option '-x'"},
        {"leaklab check -l", "-l needs a value"},
        {"leaklab matrix --no-such 3", "unknown option '--no-such'"},
        {"leaklab sweep --root none a.c", "--root takes a folder, not 'none'"},
        {"leaklab check none.c", "cannot open 'none.c': No such file or directory"},
        {"leaklab lesson", "which lesson?"},
        {"leaklab grade class", "which lesson? --lesson N"},
        {"leaklab grade --lesson 3", "which submissions? Name their folder"},
        {"leaklab grade --lesson 3 none", "cannot open 'none': No such file"},
        {"leaklab grade --lesson 3 --one a.c b.c",
         "grades one submission; leave out 'b.c'"},
        {"leaklab grade --lesson 3 --one a.c --resume", "--resume is for a class"},
        {"leaklab grade --lesson 3 --one a.c --pictures", "--pictures is for a class"},
        {"leaklab grade --lesson 3 --one a.c --shard 1/2", "--shard is for a class"},
        {"leaklab grade --lesson 3 --shard 3/2 a.c", "--shard '3/2': write the part"},
        {"leaklab merge", "which results? Name their folders"},
        {"leaklab merge .", "results.db': No such file or directory"},
        {"leaklab grade --lesson 3 --jobs 0 a.c",
         "--jobs takes a number from 1 to 256"},
        {"leaklab grade --lesson 3 --jobs 257 a.c", "from 1 to 256, not '257'"},
        {"leaklab grade --lesson 0 a.c", "--lesson takes a number from 1 to 9999"},
        {"leaklab grade --lesson 3 --timeout soon a.c", "--timeout takes seconds"},
        {"leaklab grade --lesson 3 --memory 1K a.c",
         "--memory takes a size from 128M to 1024G, such as 256M or 2G, not '1K'"},
        {"leaklab grade --lesson 3 --memory 64X a.c", "such as 256M or 2G, not '64X'"},
        {"leaklab grade --lesson 3 --format xls a.c", "--format cannot be 'xls': use "},
        {"leaklab grade --lesson 3 --exercise x.c a.c",
         "lesson 3 has no exercise 'x.c': it has exercise.c, write.c"},
        {"leaklab lesson three", "'three' is not the number of a lesson"},
        {"leaklab lesson 999", "999"},
        {"leaklab hint 1 99", "hints"},
        {"leaklab export students", "into which folder?"},
        {"leaklab export moodle 3 out", "cannot export for 'moodle': use one of"},
        {"leaklab completion", "for which shell?"},
        {"leaklab completion tcsh", "there is no completion for 'tcsh'"},
        {"leaklab explain leek", "there is no kind 'leek': did you mean 'leak'? ('"},
        {"leaklab explain leek", "leaklab explain' lists them)"},
        {"leaklab explain xyzzy", "there is no kind 'xyzzy' ("},
        {"leaklab verify none", "'none' is not the number of a lesson"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ck_assert_msg(run(cases[i].line) == 2, "%s", cases[i].line);
        assert_has(&errors, cases[i].says);
        ck_assert_uint_eq(out.len, 0);
    }
}
END_TEST

START_TEST(without_a_command_a_terminal_shows_the_ways_in)
{
    const char *const argv[] = {"script", "-qec", leaklab, "/dev/null", NULL};
    const struct command_place place = {here, NULL, NULL};
    ck_assert_int_eq(run_command(argv, &place, &out, &errors), 0);
    assert_has(&out, "learn it");
    assert_has(&out, "run make check");
    assert_has(&out, "grade a class");
}
END_TEST

static const char in_cpp[] = "#include <vector>\n"
                             "int main()\n"
                             "{\n"
                             "    std::vector<int> numbers(3);\n"
                             "    int *one = new int[4];\n"
                             "    delete one;\n"
                             "    one = new int(numbers[0]);\n"
                             "    return *one;\n"
                             "}\n";

START_TEST(cpp_is_compiled_and_judged)
{
    write_text_in(here, "new.cpp", in_cpp);
    write_text_in(here, "probe.cc", "int x;\n");
    if (run("gcc -c probe.cc") != 0) {
        skip_part("C++", "gcc compiles no C++ here: install g++");
        return;
    }
    ck_assert_int_eq(run("leaklab check new.cpp"), 1);
    assert_has(&out, "a block of 16 bytes from new[] was given to delete");
    assert_has(&out, "only delete[] can give it back");
    assert_has(&out, "4 bytes were lost for good");
}
END_TEST

/* A program with `count` faults, each at a line of its own. */
static void write_faulty(const char *name, int count)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_puts(&text, "#include <stdlib.h>\nint main(void)\n{\n");
    for (int i = 1; i <= count; i++)
        ll_buf_addf(&text, "    if (malloc(%d) == NULL)\n        return 1;\n", i);
    ll_buf_puts(&text, "    return 0;\n}\n");
    write_text_in(here, name, ll_buf_text(&text));
    ll_buf_release(&text);
}

static size_t count_told(void)
{
    size_t count = 0;
    for (const char *at = ll_buf_text(&out); (at = strstr(at, " lost for good")); at++)
        count++;
    return count;
}

START_TEST(of_many_faults_the_first_are_shown)
{
    write_faulty("many.c", 12);
    ck_assert_int_eq(run("leaklab check --tool memcheck many.c"), 1);
    ck_assert_uint_eq(count_told(), 10);
    ck_assert_msg(strncmp(ll_buf_text(&out),
                          "12 faults (12 definitely lost). The first 10:", 45) == 0,
                  "%s", ll_buf_text(&out));
    assert_has(&out, "... and 2 more faults: --all shows them.");
    ck_assert_int_eq(run("leaklab check --tool memcheck --all many.c"), 1);
    ck_assert_uint_eq(count_told(), 12);
    write_faulty("ten.c", 10);
    ck_assert_int_eq(run("leaklab check --tool memcheck ten.c"), 1);
    ck_assert_uint_eq(count_told(), 10);
    assert_lacks(&out, "--all");
}
END_TEST

/* Options and operands in any order, an option's value in any of its forms. */
START_TEST(options_are_read_in_every_form)
{
    write_text_in(here, "leaky.c", LEAKY);
    ck_assert_int_eq(run("leaklab check leaky.c --format=gcc --tool asan"), 1);
    assert_has(&out, "leaky.c:4:");
    ck_assert_int_eq(run("leaklab check -DX=1 -I . --tool asan --tool memcheck "
                         "--format gcc leaky.c -lm"),
                     1);
    assert_has(&out, "leaky.c:4:");
    ck_assert_int_eq(run("leaklab help check"), 0);
    assert_has(&out, "usage: leaklab check ");
    ck_assert_int_eq(run("leaklab check leaky.c -h"), 0);
    assert_has(&out, "usage: leaklab check ");
}
END_TEST

START_TEST(check_finds_a_leak)
{
    cache = NULL;
    write_text_in(here, "leaky.c", LEAKY);
    ck_assert_int_eq(run("leaklab check leaky.c"), 1);
    assert_has(&out, "8 bytes were lost for good");
    assert_has(&out,
               "seen by memcheck (definitely lost), AddressSanitizer (direct leak)");
    assert_has(&out, "the last pointer to them, `p`, ended here");
    assert_has(&out, "char *p = malloc((size_t)argc * 8);");
    assert_has(&out, "1 fault (1 definitely lost)");
    ck_assert_ptr_null(strchr(ll_buf_text(&out), '\033'));
}
END_TEST

START_TEST(what_was_said_above_is_not_said_again)
{
    ck_assert_int_eq(run("leaklab lesson 2"), 1);
    assert_has(&out, "on the same lines as above");
    assert_has(&out, "The same line, with a small block.");
}
END_TEST

/* Without lastptr everything else works, and one line says what is missing. */
START_TEST(the_rest_works_without_lastptr)
{
    cache = NULL;
    write_text_in(here, "leaky.c", LEAKY);
    ck_assert_int_eq(run("mkdir bin"), 0);
    ck_assert_int_eq(run("cp " LL_BUILD_DIR "/leaklab bin/checker"), 0);
    ck_assert_int_eq(run("ln -s " LL_BUILD_DIR "/runtime bin/runtime"), 0);
    ck_assert_int_eq(run("bin/checker check leaky.c"), 1);
    assert_has(&out, "lastptr: lastptr was not built: it needs Valgrind 3.19 or newer");
    assert_has(&out, "8 bytes were lost for good");
    assert_has(&out,
               "seen by memcheck (definitely lost), AddressSanitizer (direct leak)\n");
    ck_assert_int_eq(run("ln -s " LL_SOURCE_DIR "/lessons lessons"), 0);
    ck_assert_int_eq(run("bin/checker lesson 3"), 1);
    assert_has(&out, "clean under 2 tools");
    const char *told = strstr(ll_buf_text(&out), "lastptr was not built");
    ck_assert_ptr_nonnull(told);
    ck_assert_ptr_null(strstr(told + 1, "lastptr was not built"));
    ck_assert_int_eq(run("bin/checker verify 1"), 0);
    assert_has(&out, "in order");
    assert_has(&out, "\n  not run: lastptr: lastptr was not built: it needs Valgrind");
    ck_assert_int_eq(run("bin/checker list"), 0);
    assert_has(&out, "lost-realloc     ◐ 0 of");
}
END_TEST

/* It would count each block twice. */
START_TEST(a_tool_that_is_named_twice_runs_once)
{
    write_text_in(here, "leaky.c", LEAKY);
    int status = run("leaklab check --tool lastptr --tool lastptr --lost leaky.c");
    if (status == 2) { /* it was not built */
        skip("lastptr is missing");
        return;
    }
    assert_has(&out, "8 bytes were lost for good");
    const char *ran = strstr(ll_buf_text(&out), " · lastptr ");
    ck_assert_ptr_nonnull(ran);
    ck_assert_ptr_null(strstr(ran + strlen(" · lastptr "), "lastptr "));
}
END_TEST

START_TEST(arguments_reach_the_program)
{
    write_text_in(here, "leaky.c", LEAKY);
    ck_assert_int_eq(run("leaklab check leaky.c -- a b --raw"), 1);
    assert_has(&out, "32 bytes were lost for good");
}
END_TEST

START_TEST(stdin_reaches_the_program)
{
    cache = NULL;
    write_text_in(here, "clean.c", CLEAN);
    write_text_in(here, "input", "*");
    char *input = ll_path_join(here, "input");
    ck_assert_int_eq(run_in(here, input, "leaklab check clean.c"), 0);
    free(input);
    assert_has(&out, "no faults");
    assert_has(&out, "exit 42");
    ck_assert_int_eq(run("leaklab check clean.c"), 0);
    assert_has(&out, "exit 4 ");
}
END_TEST

START_TEST(a_report_in_json_is_json)
{
    write_text_in(here, "leaky.c", LEAKY);
    ck_assert_int_eq(run("leaklab check --format json leaky.c"), 1);
    json_error_t bad;
    json_t *root = json_loads(ll_buf_text(&out), 0, &bad);
    ck_assert_msg(root != NULL, "%s", bad.text);
    const char *program, *verdict, *kind, *file, *function, *tool0, *tool1, *tool2;
    int bytes, blocks, line;
    json_t *tools, *runs;
    ck_assert_int_eq(
        json_unpack(
            root, "{s:s, s:s, s:[{s:s, s:o, s:i, s:i, s:{s:s, s:i, s:s}}], s:o}",
            "program", &program, "verdict", &verdict, "diagnoses", "kind", &kind,
            "tools", &tools, "bytes", &bytes, "blocks", &blocks, "allocated", "file",
            &file, "line", &line, "function", &function, "runs", &runs),
        0);
    ck_assert_str_eq(program, "leaky.c");
    ck_assert_str_eq(verdict, "fail");
    ck_assert_str_eq(kind, "definitely-lost");
    ck_assert_int_eq(json_unpack(tools, "[s, s, s!]", &tool0, &tool1, &tool2), 0);
    ck_assert_str_eq(tool0, "memcheck");
    ck_assert_str_eq(tool1, "asan");
    ck_assert_str_eq(tool2, "lastptr");
    ck_assert_str_eq(file, "leaky.c");
    ck_assert_int_eq(line, 4);
    const char *variable, *how;
    json_t *diag = json_array_get(json_object_get(root, "diagnoses"), 0);
    ck_assert_int_eq(json_unpack(diag, "{s:{s:i, s:s, s:s}}", "lost", "line", &line,
                                 "variable", &variable, "how", &how),
                     0);
    ck_assert_int_eq(line, 5);
    ck_assert_str_eq(variable, "p");
    ck_assert_str_eq(how, "scope-end");
    ck_assert_int_eq(bytes, 8);
    ck_assert_int_eq(blocks, 1);
    ck_assert_str_eq(function, "main");
    ck_assert_uint_eq(json_array_size(runs), 3);
    json_decref(root);
}
END_TEST

START_TEST(an_editor_can_jump_to_a_fault)
{
    write_text_in(here, "leaky.c", LEAKY);
    ck_assert_int_eq(run("leaklab check --format=gcc leaky.c"), 1);
    ck_assert_int_eq(strncmp(ll_buf_text(&out), "leaky.c:5:", 10), 0);
    assert_has(&out, "error: 8 bytes were lost for good: the last pointer to them,");
    assert_has(&out, "ended here [definitely-lost]");
    assert_has(&out, "leaky.c:4:");
    assert_has(&out, "note: these 8 bytes were allocated here");
}
END_TEST

START_TEST(what_does_not_compile_is_not_judged)
{
    write_text_in(here, "broken.c", "int main(void) { return 0 }\n");
    ck_assert_int_eq(run("leaklab check broken.c"), 2);
    assert_has(&out, "cannot build 'broken.c'");
    assert_has(&out, "broken.c:1:");
    assert_has(&out, "nothing was run");
}
END_TEST

START_TEST(what_does_not_end_is_stopped)
{
    write_text_in(here, "loop.c", "int main(void)\n{\n    for (;;) {\n    }\n}\n");
    ck_assert_int_eq(run("leaklab check --timeout 1.5 loop.c"), 2);
    assert_has(&out, "did not end within 1.5 s");
}
END_TEST

/* A machine may be too busy for a run, or a program needs long. */
START_TEST(a_lesson_that_was_stopped_can_have_more_time)
{
    cache = NULL;
    write_text_in(here, "late.c",
                  "#include <unistd.h>\n"
                  "#include \"" LL_SOURCE_DIR "/lessons/01-missing-free/solution.c\"\n"
                  "__attribute__((constructor)) static void be_late(void)\n"
                  "{\n"
                  "    sleep(1);\n"
                  "}\n");
    ck_assert_int_eq(run("leaklab lesson 1 --timeout 0.5 late.c"), 2);
    assert_has(&out, "'late.c' did not end within 0.5 s and was stopped");
    assert_has(&out, "lesson 1 --timeout 3 late.c`)");
    assert_has(&out, "Next: run `");
    assert_lacks(&out, "edit late.c");
    ck_assert_int_eq(run("leaklab lesson 1 --timeout 300 late.c"), 0);
    assert_has(&out, "clean under ");
    /* What ended by itself is known, and needs no time any more. */
    ck_assert_int_eq(run("leaklab lesson 1 --timeout 0.5 late.c"), 0);
}
END_TEST

START_TEST(make_gives_a_lesson_more_time)
{
    write_text_in(here, "late.c",
                  "int is_palindrome(const char *text)\n"
                  "{\n"
                  "    for (;;)\n"
                  "        if (text == 0)\n"
                  "            return 1;\n"
                  "}\n");
    ck_assert_int_eq(
        run("env LEAKLAB_FRONT=make leaklab lesson 1 --timeout 0.5 late.c"), 2);
    assert_has(&out, "(more time: `make lesson1 TIMEOUT=3`)");
    ck_assert_int_eq(run("make -n -C " LL_SOURCE_DIR), 0);
    assert_has(&out, "leaklab is built. Next: make lesson1");
    ck_assert_int_eq(run("make -n -C " LL_SOURCE_DIR " lesson1 TIMEOUT=3"), 0);
    assert_has(&out, "lesson 1 --timeout '3'");
}
END_TEST

/* The command line of see.sh on a terminal; what it prints there is in `out`. */
static int run_on_terminal(const char *term)
{
    char line[64];
    write_text_in(here, "see.sh",
                  "script -qec \"$1 check --no-cache leaky.c\" /dev/null\n");
    snprintf(line, sizeof line, "env TERM=%s sh see.sh leaklab", term);
    return run(line);
}

START_TEST(a_terminal_shows_what_runs_just_now)
{
    static const char erase[] = "\r\033[K";
    write_text_in(here, "has.sh", "command -v script\n");
    if (run("sh has.sh") != 0) {
        skip("'script' is missing");
        return;
    }
    write_text_in(here, "leaky.c", LEAKY);
    ck_assert_int_eq(run_on_terminal("xterm"), 1);
    const char *shown = ll_buf_text(&out), *result = strstr(shown, "8 bytes");
    const char *line = strstr(shown, "memcheck runs leaky.c");
    ck_assert_msg(line != NULL && result != NULL && line < result, "%s", shown);
    const char *erased = NULL, *at = shown;
    while ((at = strstr(at, erase)) != NULL && at < result)
        erased = at++;
    ck_assert(erased != NULL && erased > line);
    ck_assert_ptr_null(strstr(erased, " runs leaky.c"));
    ck_assert_int_eq(run_on_terminal("dumb"), 1);
    assert_lacks(&out, "runs leaky.c");
    ck_assert_int_eq(run("leaklab check --no-cache leaky.c"), 1);
    ck_assert_str_eq(ll_buf_text(&errors), "");
}
END_TEST

START_TEST(several_files_are_one_program)
{
    write_text_in(here, "half.c",
                  "double half(double x);\ndouble half(double x) { return x / 2; }\n");
    write_text_in(
        here, "main.c",
        "#include <math.h>\ndouble half(double x);\n"
        "int main(int c, char **v) { (void)v; return (int)floor(half(c)); }\n");
    ck_assert_int_eq(run("leaklab check main.c half.c -lm"), 0);
    assert_has(&out, "no faults");
}
END_TEST

/* The reader's folder is left as it was. */
START_TEST(nothing_is_left_behind)
{
    cache = NULL;
    write_text_in(here, "leaky.c", LEAKY);
    ck_assert_int_eq(run("leaklab check leaky.c"), 1);
    ck_assert_int_eq(run_in(here, NULL, "ls"), 0);
    ck_assert_str_eq(ll_buf_text(&out), "leaky.c\n");
}
END_TEST

/* Make a folder in `here`, as old as that. */
static char *make_old(const char *name, time_t seconds)
{
    char *path = ll_path_join(here, name);
    const struct timespec then = {.tv_sec = time(NULL) - seconds};
    ck_assert_ptr_nonnull(path);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    write_text_in(path, "program", "");
    ck_assert_int_eq(utimensat(AT_FDCWD, path, (struct timespec[]){then, then}, 0), 0);
    return path;
}

START_TEST(what_a_killed_run_left_is_removed)
{
    enum { HOUR = 3600 };
    struct ll_buf line = LL_BUF_INIT;
    char *left = make_old("leaklab-abcDE1", HOUR);
    char *used = make_old("leaklab-abcDE2", HOUR);
    char *young = make_old("leaklab-abcDE3", 0);
    char *kept = make_old("leaklab-kept-abcDE4", HOUR);
    int user = open(used, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ck_assert_int_eq(flock(user, LOCK_SH), 0);
    write_text_in(here, "clean.c", CLEAN);
    ll_buf_addf(&line, "env TMPDIR=%s leaklab check --no-cache clean.c", here);
    ck_assert_int_eq(run(ll_buf_text(&line)), 0);
    ck_assert(!ll_path_exists(left));
    ck_assert(ll_path_exists(used));
    ck_assert(ll_path_exists(young));
    ck_assert(ll_path_exists(kept));
    close(user);
    free(left);
    free(used);
    free(young);
    free(kept);
    ll_buf_release(&line);
}
END_TEST

START_TEST(an_unchanged_program_is_answered_the_same)
{
    cache = NULL;
    write_text_in(here, "leaky.c", LEAKY);
    ck_assert_int_eq(run("leaklab check --format gcc leaky.c"), 1);
    char *first = strdup(ll_buf_text(&out));
    ck_assert_int_eq(run("leaklab check --format gcc leaky.c"), 1);
    ck_assert_str_eq(ll_buf_text(&out), first);
    write_text_in(here, "leaky.c", CLEAN);
    ck_assert_int_eq(run("leaklab check --format gcc leaky.c"), 0);
    free(first);
}
END_TEST

START_TEST(every_kind_is_explained)
{
    ck_assert_int_eq(run("leaklab explain"), 0);
    assert_has(&out, "use-after-free");
    ck_assert_int_eq(run("leaklab explain use-after-free"), 0);
    assert_has(&out, "Where to look first");
    assert_has(&out, "CWE-416");
    ck_assert_int_eq(run("leaklab explain Use after free"), 0);
    assert_has(&out, "CWE-416");
    ck_assert_int_eq(run("leaklab explain heap-use-after-free"), 0);
    assert_has(&out, "CWE-416");
    ck_assert_int_eq(run("leaklab explain Memory leaks"), 0);
    assert_has(&out, "definitely lost: memory that nobody can free");
    assert_has(&out, "'memory leak' can also mean indirectly-lost, possibly-lost, "
                     "still-reachable, kept-too-long or lost-reference: ");
    assert_has(&out, "leaklab explain KIND");
}
END_TEST

START_TEST(a_lesson_runs_from_any_folder)
{
    ck_assert_int_eq(run_in("/", NULL, "leaklab lesson 3"), 1);
    assert_has(&out, "Lesson 3");
    assert_has(&out, "The wrong half");
    assert_has(&out, "The right half");
    assert_has(&out, "clean under ");
    assert_has(&out, "Your exercise");
    assert_has(&out, "hint 3");
}
END_TEST

START_TEST(a_solved_exercise_is_praised_with_the_habit)
{
    static const char solution[] =
        "leaklab lesson 1 " LL_SOURCE_DIR "/lessons/01-missing-free/solution.c";
    ck_assert_int_eq(run(solution), 0);
    assert_has(&out, "clean under ");
    assert_has(&out, "This exercise is done. The others of lesson 1 were not judged.");
    assert_has(&out, "lesson 1`");
    assert_lacks(&out, "hint 1");
}
END_TEST

/* `change` (a sed script) on lesson 3's solution must not pass. */
static void assert_no_mend(const char *change, const char *says)
{
    char line[1024];
    snprintf(line, sizeof line,
             "sed %s " LL_SOURCE_DIR "/lessons/03-lost-realloc/solution.c", change);
    ck_assert_int_eq(run_in(here, NULL, line), 0);
    write_text_in(here, "mine.c", ll_buf_text(&out));
    ck_assert_msg(run("leaklab lesson 3 mine.c") == 1, "%s:\n%s", change,
                  ll_buf_text(&out));
    assert_has(&out, "wrong output");
    assert_has(&out, says);
    assert_lacks(&out, "Next: `");
}

START_TEST(a_clean_program_that_does_not_do_its_work_is_not_mended)
{
    assert_no_mend("s/FIRST_CAPACITY.=.24/FIRST_CAPACITY=10000/",
                   "line 1 that it prints is '50 characters kept");
    assert_no_mend("s/builder->length.=.0;/exit(0);/",
                   "it stops printing before line 1");
}
END_TEST

START_TEST(a_manifests_words_are_not_said_of_a_learners_code)
{
    copy_lesson_file("02-mismatched-free/exercise.c", ".");
    ck_assert_int_eq(run("leaklab lesson 2 exercise.c"), 1);
    assert_lacks(&out, "The name of the place is given");
}
END_TEST

START_TEST(a_diagnosis_is_marked)
{
    write_text_in(here, "answers.yml", "kind:\nbytes:\n");
    ck_assert_int_eq(run("leaklab lesson 1 answers.yml"), 1);
    assert_has(&out, "none of 6 answered");

    write_text_in(here, "answers.yml", "kind: still-reachable\nbytes: 64\nlost: 1\n");
    ck_assert_int_eq(run("leaklab lesson 1 answers.yml"), 1);
    assert_has(&out, "Your diagnosis   answers.yml");
    assert_has(&out, "1 of 6 answers right");
    assert_has(&out, "kind       still-reachable    no: that name means \"");
    assert_has(&out, "bytes      64                 right");
    assert_has(&out, "blocks                        not answered yet");
    assert_has(&out, "lost       1                  no: that line is");
    assert_lacks(&out, "Your exercise ");
    assert_has(&out, "Next: answer in answers.yml and run");

    write_text_in(here, "answers.yml",
                  "kind: definitely-lost\nbytes: 64\nblocks: 2\nallocated: 14\n"
                  "variable: text\nlost: 26\n");
    int status = run("leaklab lesson 1 answers.yml");
    if (strstr(ll_buf_text(&out), "lastptr is missing") == NULL)
        assert_has(&out, "6 of 6 answers right");
    ck_assert_int_eq(status, 0);

    write_text_in(here, "answers.yml", "kind: [\n");
    ck_assert_int_eq(run("leaklab lesson 1 answers.yml"), 2);
    assert_has(&out, "The right half");
    assert_has(&out, "answers.yml:2: this line cannot be read");
    assert_has(&out, "Next: answer in answers.yml and run");
}
END_TEST

/* Also while the exercise before it is not done. */
START_TEST(answers_that_were_given_are_marked)
{
    char line[1024];
    ck_assert_int_eq(run("mkdir lessons"), 0);
    ck_assert_int_eq(run("cp -r " LL_SOURCE_DIR "/lessons/01-missing-free lessons"), 0);
    snprintf(line, sizeof line, "env LEAKLAB_HOME=%s leaklab lesson 1", here);
    ck_assert_int_eq(run(line), 1);
    assert_has(&out, "none of 6 answered");
    assert_lacks(&out, "What is wrong with");

    write_text_in(here, "lessons/01-missing-free/answers.yml",
                  "bytes: 64\nblocks: 9\n");
    ck_assert_int_eq(run(line), 1);
    assert_has(&out, "bytes      64                 right");
    assert_has(&out, "blocks     9                  no");
    assert_has(&out, "Next: edit exercise.c");
}
END_TEST

START_TEST(a_loss_that_follows_from_a_free_is_told_so)
{
    write_text_in(here, "moved.c",
                  "#include <stdlib.h>\n"
                  "int main(void)\n"
                  "{\n"
                  "    char *p = malloc(8);\n"
                  "    p++;\n"
                  "    free(p);\n"
                  "    return 0;\n"
                  "}\n");
    ck_assert_int_eq(run("leaklab check moved.c"), 1);
    assert_has(&out, "1 byte into a block of 8 bytes was given to free");
    assert_has(&out, "That free could not take the block back");
    assert_has(&out, "1 fault (1 invalid free)");
    assert_lacks(&out, "every way out");
}
END_TEST

START_TEST(a_block_held_to_the_end_is_not_called_freed)
{
    write_text_in(here, "held.c",
                  "#include <stdlib.h>\n"
                  "static char *p;\n"
                  "int main(void) { p = malloc(1); return 0; }\n");
    ck_assert_int_eq(run("leaklab check held.c"), 0);
    assert_has(&out, "1 byte was still in use at the end");
    assert_has(&out, "1 allocation\n");
}
END_TEST

START_TEST(memory_that_grows_with_the_input_is_a_fault_on_request)
{
    write_text_in(here, "grows.c",
                  "#include <stdlib.h>\n"
                  "static void **last;\n"
                  "int main(int argc, char **argv)\n"
                  "{\n"
                  "    int n = argc > 1 ? atoi(argv[1]) : 10;\n"
                  "    for (void **p; n > 0 && (p = malloc(8)) != NULL; n--) {\n"
                  "        *p = last;\n"
                  "        last = p;\n"
                  "    }\n"
                  "    return 0;\n"
                  "}\n");
    ck_assert_int_eq(run("leaklab check grows.c"), 0);
    ck_assert_int_eq(run("leaklab check --more 10 grows.c"), 0);
    ck_assert_int_eq(run("leaklab check --more 1000 grows.c"), 1);
    assert_has(&out, "80 bytes in 10 blocks were still in use at the end, and 8000 "
                     "bytes in 1000\n   blocks with more input");
    assert_has(&out, "1 fault (1 kept too long)");
    ck_assert_int_eq(run("leaklab check --more 1000 --format json grows.c"), 1);
    assert_has(&out, "\"fewer\": {\n        \"bytes\": 80,\n        \"blocks\": 10");
}
END_TEST

/* One function allocates for the others, and ends the program where it cannot. */
static void write_own_allocator(void)
{
    write_text_in(here, "own.c",
                  "#include <stdlib.h>\n"
                  "static void *xmalloc(size_t size)\n"
                  "{\n"
                  "    void *block = malloc(size);\n"
                  "    if (block == NULL)\n"
                  "        exit(3);\n"
                  "    return block;\n"
                  "}\n"
                  "void *spare(void);\n"
                  "void *spare(void)\n"
                  "{\n"
                  "    return xmalloc(1);\n"
                  "}\n"
                  "int main(void)\n"
                  "{\n"
                  "    char *name = xmalloc(32);\n"
                  "    name = xmalloc(8);\n"
                  "    free(name);\n"
                  "    return 0;\n"
                  "}\n");
}

START_TEST(a_block_of_a_programs_own_allocator_comes_from_its_caller)
{
    write_own_allocator();
    ck_assert_int_eq(run("leaklab check own.c"), 1);
    assert_has(&out, "    4 │ ");
    ck_assert_int_eq(run("leaklab check --allocator xmalloc own.c"), 1);
    assert_has(&out, "these 32 bytes were allocated here");
    assert_has(&out, "   16 │   char *name = xmalloc(32);");
    ck_assert_msg(strstr(ll_buf_text(&out), "    4 │") == NULL, "%s",
                  ll_buf_text(&out));
}
END_TEST

START_TEST(a_sweep_tells_what_an_allocator_asked_for)
{
    write_own_allocator();
    ck_assert_int_eq(run("leaklab sweep --allocator xmalloc own.c"), 0);
    assert_has(&out,
               "xmalloc() asked for 2 of the allocations. After 4 of the failures "
               "the program\n ended in xmalloc() itself");
    ck_assert_int_eq(run("leaklab sweep --allocator xmalloc --allocator spare own.c"),
                     2);
    assert_has(&errors, "--allocator: nothing in the program calls 'spare'");
}
END_TEST

START_TEST(an_allocator_that_is_not_there_or_not_called_is_told)
{
    write_own_allocator();
    ck_assert_int_eq(run("leaklab check --allocator xmaloc own.c"), 2);
    assert_has(&errors, "--allocator: the program has no function 'xmaloc'");
    ck_assert_int_eq(run("leaklab check --allocator spare own.c"), 2);
    assert_has(&errors, "--allocator: nothing in the program calls 'spare'");
    ck_assert_int_eq(run("leaklab check --allocator xmalloc:xfree own.c"), 2);
    assert_has(&errors, "--allocator: the program has no function 'xfree'");
    ck_assert_int_eq(run("leaklab check --allocator xmalloc: own.c"), 2);
    assert_has(&errors, "--allocator takes the name of a function, as xmalloc or "
                        "pool_alloc:pool_free, not 'xmalloc:'");
}
END_TEST

START_TEST(that_the_allocators_are_not_checked_is_told)
{
    struct ll_buf path = LL_BUF_INIT;
    write_own_allocator();
    write_text_in(here, "objdump", "#!/bin/sh\nexit 127\n");
    ll_buf_addf(&path, "%s/objdump", here);
    ck_assert_int_eq(chmod(ll_buf_text(&path), 0755), 0);
    ll_buf_clear(&path);
    ll_buf_addf(&path, "%s:%s", here, getenv("PATH"));
    setenv("PATH", ll_buf_text(&path), 1);
    ll_buf_release(&path);
    ck_assert_int_eq(run("leaklab check --tool memcheck --allocator xmaloc own.c"), 1);
    assert_has(&errors, "--allocator: whether the program calls these functions is not "
                        "checked: objdump is missing (package binutils)");
}
END_TEST

START_TEST(what_the_compiler_warned_of_is_shown)
{
    write_text_in(here, "warned.c",
                  "#include <stdio.h>\n"
                  "static int *make(void)\n"
                  "{\n"
                  "    int local = 5;\n"
                  "    return &local;\n"
                  "}\n"
                  "int main(int argc, char **argv)\n"
                  "{\n"
                  "    int unread = argc > 1 && argv != NULL ? *make() : 5;\n"
                  "    printf(\"%d\\n\", 5L);\n"
                  "}\n");
    ck_assert_int_eq(run("leaklab check warned.c"), 0);
    assert_has(&out, "no faults");
    assert_has(&out, "note: the compiler warned:");
    assert_has(&out, "warned.c:10: format");
    ck_assert_int_eq(run("leaklab check warned.c -- x"), 1);
    assert_has(&out, "The compiler had warned:");
    assert_has(&out, "warned.c:5: function returns address of local variable");
    assert_has(&out, "the address of the local variable `local` was returned");
    ck_assert_int_eq(run("leaklab check --format=gcc warned.c"), 0);
    assert_has(&out, "warned.c:10:14: warning: format");
    ck_assert_int_eq(run("leaklab check --format=sarif warned.c"), 0);
    assert_has(&out, "the compiler: warned.c:10: format");
    ck_assert_int_eq(run("leaklab check --format=json warned.c"), 0);
    assert_has(&out, "\"option\": \"-Wformat=\"");
}
END_TEST

/* Reading the debug information of nested blocks takes stack for each of them: 3,000 of
 * them do not fit into 512 KiB, nor 40,000 into the 8 MiB that is usual. There are no
 * values then, but there is a diagnosis. */
START_TEST(debug_information_that_cannot_be_read_stops_no_check)
{
    enum { BLOCKS = 3000 };
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_puts(&text, "#include <stdlib.h>\n"
                       "int main(void)\n"
                       "{\n"
                       "    char *a = malloc(4);\n"
                       "    int size = 4;\n"
                       "    if (a == NULL) return 1;\n");
    for (int i = 0; i < BLOCKS; i++)
        ll_buf_puts(&text, "{ int v = 1; (void)v;\n");
    ll_buf_puts(&text, "    a[size] = 'x';\n");
    for (int i = 0; i < BLOCKS; i++)
        ll_buf_puts(&text, "}");
    ll_buf_puts(&text, "    free(a);\n    return 0;\n}\n");
    write_text_in(here, "nested.c", ll_buf_text(&text));
    ll_buf_release(&text);
    write_text_in(here, "check",
                  "ulimit -S -s 512\nexec " LL_BUILD_DIR
                  "/leaklab check --tool asan --no-cache nested.c\n");
    ck_assert_int_eq(run("sh check"), 1);
    assert_has(&out, "1 fault (1 invalid write)");
    assert_lacks(&out, "size = 4");
}
END_TEST

START_TEST(what_is_to_be_written_fails_until_it_is)
{
    copy_lesson_file("03-lost-realloc/write_solution.c", "write.c");
    ck_assert_int_eq(run("leaklab lesson 3 write.c"), 0);
    assert_has(&out, "Your own code    write.c");
    copy_lesson_file("03-lost-realloc/write.c", ".");
    ck_assert_int_eq(run("leaklab lesson 3 write.c"), 1);
    assert_has(&out, "6 failed tests, wrong output");
    assert_has(&out, "... and 3 more failed tests: ");
    assert_lacks(&out, ", ?");
    assert_has(&out, "line 1 that it prints is");
    copy_lesson_file("03-lost-realloc/wrong/write.init-unchecked.c", "write.c");
    ck_assert_int_eq(run("leaklab lesson 3 write.c"), 1);
    assert_has(&out, "1 fault when memory runs out"); /* its tests have the same */
    assert_lacks(&out, "The same with each allocation");
    assert_has(&out, "Next: write write.c and run");
    ck_assert_int_eq(run("leaklab lesson 3 notes.txt"), 2);
}
END_TEST

/* Check knows no line of a crash, and the program does not go that way. */
START_TEST(a_crash_in_a_test_is_told_with_its_line)
{
    write_text_in(here, "write.c",
                  "#define sign_for make_sign\n"
                  "#include \"" LL_SOURCE_DIR
                  "/lessons/09-heap-overflow/write_solution.c\"\n"
                  "#undef sign_for\n"
                  "char *sign_for(const char *text)\n"
                  "{\n"
                  "    char *none = NULL;\n"
                  "    if (strlen(text) > 99)\n"
                  "        none[0] = '!';\n"
                  "    return make_sign(text);\n"
                  "}\n");
    ck_assert_int_eq(run("leaklab lesson 9 write.c"), 1);
    assert_has(&out, "SIGSEGV stopped it");
    assert_has(&out, "In the tests the tools see where they went wrong");
    assert_has(&out, "`none` is NULL, and was used as an address");
    assert_has(&out, "none[0] = '!';");
}
END_TEST

START_TEST(the_list_shows_progress)
{
    cache = NULL;
    ck_assert_int_eq(run("leaklab list"), 0);
    assert_has(&out, "lost-realloc     ○");
    ck_assert_int_eq(run("leaklab lesson 3"), 1);
    ck_assert_int_eq(run("leaklab list"), 0);
    assert_has(&out, "lost-realloc     ◐ 0 of");
    assert_has(&out, "missing-free     ○");
}
END_TEST

#define UNCHECKED                                                                      \
    "#include <stdlib.h>\n"                                                            \
    "int main(void)\n"                                                                 \
    "{\n"                                                                              \
    "    char *first = malloc(10);\n"                                                  \
    "    char *second = malloc(20);\n"                                                 \
    "    if (first != NULL)\n"                                                         \
    "        second[0] = first[0] = 'x';\n"                                            \
    "    free(first);\n"                                                               \
    "    free(second);\n"                                                              \
    "}\n"

/* The command that repeats the first failure of the report: free it. */
static char *command_told(void)
{
    const char *again = strstr(ll_buf_text(&out), "again, just that one:  ");
    ck_assert_ptr_nonnull(again);
    char *line = strdup(again + strlen("again, just that one:  "));
    line[strcspn(line, "\n")] = '\0';
    return line;
}

/* What the report says to type repeats that failure and no other. */
START_TEST(a_failure_is_repeated_by_the_command_told)
{
    write_text_in(here, "prog.c", UNCHECKED);
    ck_assert_int_eq(run("leaklab sweep prog.c"), 1);
    assert_has(&out, "failing the 2nd allocation (malloc at prog.c:5, 20 bytes)");
    assert_has(&out, "crashes");
    assert_has(&out, "Not checked: what was returned by malloc at prog.c:5.");
    assert_has(&out, "1 fault · 2 allocations, 4 failures tried");
    char *line = command_told();
    ck_assert_ptr_nonnull(strstr(line, "sweep --only 2 prog.c"));
    ck_assert_int_eq(run("leaklab sweep --only 2 prog.c -- it's"), 1);
    assert_has(&out, "sweep --only 2 prog.c -- 'it'\\''s'\n");
    ck_assert_int_eq(run(line), 1);
    assert_has(&out, "failing the 2nd allocation (malloc at prog.c:5, 20 bytes)");
    assert_has(&out, "1 fault · 2 allocations, 1 failure tried");
    free(line);
    ck_assert_int_eq(run("leaklab sweep --only 3 prog.c"), 2);
    assert_has(&errors, "there is no allocation number 3: the program has 2");
}
END_TEST

/* Of an exercise, the command has what the lesson does: its script, its libraries. */
START_TEST(a_failure_of_an_exercise_is_repeated_by_the_command_told)
{
    if (LL_PYTHON_LIBS[0] == '\0') {
        skip("needs libpython");
        return;
    }
    ck_assert_int_eq(
        run("sed "
            "s/.self->name.==.NULL.||.self->rings.==.NULL./(self->name==NULL)/"
            " " LL_SOURCE_DIR "/lessons/22-object-lifetime/solution.c"),
        0);
    write_text_in(here, "exercise.c", ll_buf_text(&out));
    ck_assert_int_eq(run("leaklab lesson 22 exercise.c"), 1);
    assert_has(&out, "failing the 2nd allocation (PyMem_Malloc at exercise.c:46");
    char *line = command_told();
    ck_assert_ptr_nonnull(strstr(line, "sweep --only 2 --python "));
    ck_assert_ptr_nonnull(strstr(line, "/forest_demo.py"));
    ck_assert_int_eq(run(line), 1);
    assert_has(&out, "failing the 2nd allocation (PyMem_Malloc at exercise.c:46");
    free(line);
}
END_TEST

/* The lesson has allocators that the exercise has not. */
START_TEST(the_command_told_is_for_the_program_of_the_exercise)
{
    ck_assert_int_eq(run("sed s/letter.==.NULL/waiting==99/ " LL_SOURCE_DIR
                         "/lessons/27-arenas/solution.c"),
                     0);
    write_text_in(here, "exercise.c", ll_buf_text(&out));
    ck_assert_int_eq(run("leaklab lesson 27 exercise.c"), 1);
    assert_has(&out, "failing the 1st allocation (malloc at pool.c:");
    char *line = command_told();
    ck_assert_ptr_nonnull(strstr(line, " --only 1 -I"));
    ck_assert_int_eq(run(line), 1);
    assert_has(&out, "failing the 1st allocation (malloc at pool.c:");
    free(line);
}
END_TEST

/* The command told has all options but those that belong to the whole sweep. */
START_TEST(the_command_told_keeps_the_options)
{
    write_text_in(here, "prog.c", UNCHECKED);
    ck_assert_int_eq(
        run("leaklab sweep prog.c --format=text --tool=asan --time 50 -DX=1 "
            "--timeout 9 -- --only a(b"),
        1);
    assert_has(&out, "sweep --only 2 --tool asan -DX=1 --timeout 9 prog.c -- --only "
                     "'a(b'");
}
END_TEST

/* The log of references is that of one process, and a failure has its own. */
START_TEST(modules_are_swept_by_tools_that_can)
{
    if (LL_PYTHON_LIBS[0] == '\0') {
        skip("needs libpython");
        return;
    }
    write_text_in(here, "tally.c",
                  "#include <Python.h>\n"
                  "static PyModuleDef tally = {PyModuleDef_HEAD_INIT, \"tally\"};\n"
                  "PyObject *PyInit_tally(void)\n"
                  "{\n"
                  "    void *block = PyMem_Malloc(10);\n"
                  "    if (block == NULL)\n"
                  "        return PyErr_NoMemory();\n"
                  "    PyMem_Free(block);\n"
                  "    return PyModule_Create(&tally);\n"
                  "}\n");
    ck_assert_int_eq(run("leaklab sweep --python --timeout 600 tally.c"), 0);
    assert_has(&out, "survives every failing allocation · 1 allocation, 2 failures "
                     "tried · memcheck,");
    assert_lacks(&out, "lastref");
    ck_assert_int_eq(run("leaklab sweep --python --tool lastref tally.c"), 2);
    assert_has(&errors, "--tool cannot be 'lastref'");
}
END_TEST

/* A solution that uses 140 MiB once. Without isolation, nothing watches that. */
START_TEST(the_memory_of_a_submission_is_limited)
{
    static const char mark[] = "    char *letters = malloc(";
    struct ll_buf text = LL_BUF_INIT, hungry = LL_BUF_INIT;
    ck_assert_int_eq(ll_file_read(LL_SOURCE_DIR "/lessons/01-missing-free/solution.c",
                                  1 << 20, &text, NULL),
                     0);
    const char *at = strstr(ll_buf_text(&text), mark);
    ck_assert_ptr_nonnull(at);
    ll_buf_add(&hungry, text.data, (size_t)(at - text.data));
    ll_buf_puts(&hungry, "    const size_t size = (size_t)140 << 20;\n"
                         "    static int calls;\n"
                         "    char *much = calls++ == 0 ? malloc(size) : NULL;\n"
                         "    for (size_t i = 0; much != NULL && i < size; i += 4096)\n"
                         "        much[i] = 1;\n"
                         "    free(much);\n");
    ll_buf_puts(&hungry, at);
    write_text_in(here, "ann.c", ll_buf_text(&hungry));
    ll_buf_release(&text);
    ll_buf_release(&hungry);

    int status = run("leaklab grade --lesson 1 --memory 128M --one ann.c");
    if (strstr(ll_buf_text(&errors), "isolate") != NULL) {
        skip("this machine cannot limit the memory of a submission");
        return;
    }
    ck_assert_int_eq(status, 1);
    assert_has(&out, "had more than 128 MiB of memory and was stopped");
    /* Another limit is another grade, not one that is remembered. */
    run("leaklab grade --lesson 1 --memory 1G --one ann.c");
    assert_lacks(&out, "of memory and was stopped");
}
END_TEST

/* Only some tools see a block that is still reachable, and only one counts. */
START_TEST(what_is_still_in_use_is_not_called_freed)
{
    write_text_in(here, "held.c",
                  "#include <stdlib.h>\n"
                  "static char *held;\n"
                  "int main(void)\n"
                  "{\n"
                  "    held = malloc(1);\n"
                  "    return held == NULL;\n"
                  "}\n");
    static const char *const lines[] = {
        "leaklab check held.c",
        "leaklab check held.c --tool asan --tool memcheck",
        "leaklab check held.c --tool asan",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        ck_assert_int_eq(run(lines[i]), 0);
        assert_has(&out, " · 1 allocation\n");
    }
    write_text_in(here, "free.c",
                  "#include <stdlib.h>\n"
                  "int main(void) { free(malloc(1)); return 0; }\n");
    ck_assert_int_eq(run("leaklab check free.c"), 0);
    assert_has(&out, " · 1 allocation, all freed\n");
}
END_TEST

/* The program tells Valgrind by what it preloads: chance would not do for a test. */
#define TWO_WAYS(fault)                                                                \
    "#include <stdio.h>\n"                                                             \
    "#include <stdlib.h>\n"                                                            \
    "int main(void)\n"                                                                 \
    "{\n"                                                                              \
    "    int heads = getenv(\"LD_PRELOAD\") != NULL;\n"                                \
    "    char *block = malloc(3);\n"                                                   \
    "    printf(\"%s %p\\n\", heads ? \"heads\" : \"tails\", (void *)block);\n"        \
    "    if (" fault ")\n"                                                             \
    "        block[3] = 'x';\n"                                                        \
    "    free(block);\n"                                                               \
    "    return 0;\n"                                                                  \
    "}\n"

#define WAYS(rest)                                                                     \
    "#include <stdlib.h>\n"                                                            \
    "int main(void)\n"                                                                 \
    "{\n"                                                                              \
    "    int valgrind = getenv(\"LD_PRELOAD\") != NULL;\n"                             \
    "    char *block = malloc(3);\n"                                                   \
    "    if (block == NULL)\n"                                                         \
    "        return 2;\n" rest "}\n"

START_TEST(runs_that_went_different_ways_are_remarked)
{
    write_text_in(here, "coin.c", TWO_WAYS("heads"));
    ck_assert_int_eq(run("leaklab check coin.c"), 1);
    assert_has(&out, "note: the runs under memcheck and AddressSanitizer did not print "
                     "the same. If\n");
    ck_assert_int_eq(run("leaklab check --format json coin.c"), 1);
    assert_has(&out, "\"printed_differently\"");
    /* Without a fault of one run alone there is nothing to remark. */
    write_text_in(here, "coin.c", TWO_WAYS("1"));
    ck_assert_int_eq(run("leaklab check coin.c"), 1);
    assert_lacks(&out, "did not print the same");
    /* Two signals, too, are of two runs. */
    write_text_in(here, "ends.c",
                  "#include <stdlib.h>\n"
                  "int main(void)\n"
                  "{\n"
                  "    int *p = NULL;\n"
                  "    if (getenv(\"LD_PRELOAD\") != NULL)\n"
                  "        abort();\n"
                  "    *p = 1;\n"
                  "    return 0;\n"
                  "}\n");
    ck_assert_int_eq(run("leaklab check --timeout 300 ends.c"), 1);
    assert_has(&out, "in one run, the program was stopped by SIGABRT: it called abort");
    assert_has(&out, "in one run, `p` is NULL, and was used as an address");
    assert_has(&out,
               "note: the runs under memcheck and AddressSanitizer did not end in "
               "the same");
    ck_assert_int_eq(run("leaklab check --timeout 300 --format json ends.c"), 1);
    assert_has(&out, "\"ended_differently\"");
    /* So are two exit statuses. */
    write_text_in(here, "status.c",
                  WAYS("    if (valgrind)\n"
                       "        block[3] = 'x';\n"
                       "    free(block);\n"
                       "    return valgrind;\n"));
    ck_assert_int_eq(run("leaklab check --format json status.c"), 1);
    assert_has(&out, "\"ended_differently\"");
    /* memcheck accepts a word that begins in its block. */
    write_text_in(here, "word.c",
                  WAYS("    long *words = malloc(12);\n"
                       "    ((int *)words)[2] = valgrind;\n"
                       "    long word = words[1];\n"
                       "    free(words);\n"
                       "    free(block);\n"
                       "    return word == 2000000000;\n"));
    ck_assert_int_eq(run("leaklab check --format json word.c"), 1);
    assert_lacks(&out, "differently");
    /* Addresses are always different, and AddressSanitizer ends the program early. */
    write_text_in(here, "same.c",
                  "#include <stdio.h>\n"
                  "#include <stdlib.h>\n"
                  "int main(void)\n"
                  "{\n"
                  "    char *block = malloc(3);\n"
                  "    printf(\"at %p\\n\", (void *)block);\n"
                  "    fputs(\"and so on\\n\", stderr);\n"
                  "    fflush(stdout);\n"
                  "    block[3] = 'x';\n"
                  "    puts(\"the end\");\n"
                  "    block = malloc(4);\n"
                  "    return block == NULL;\n"
                  "}\n");
    ck_assert_int_eq(run("leaklab check same.c"), 1);
    assert_lacks(&out, "did not print the same");
}
END_TEST

#define OTHER_WAY                                                                      \
    "note: the runs under memcheck and AddressSanitizer did not go the same way\n"

START_TEST(runs_with_faults_of_their_own_are_remarked)
{
    static const struct {
        const char *rest;
        bool other_way;
    } programs[] = {
        {"    block[valgrind ? 3 : -1] = 'x';\n"
         "    free(block);\n"
         "    return 0;\n",
         false}, /* in one line: it may be one fault that is told in two ways */
        {"    if (valgrind)\n"
         "        block[3] = 'x';\n"
         "    else\n"
         "        block[-1] = 'x';\n"
         "    free(block);\n"
         "    return 0;\n",
         true},
        {"    if (!valgrind)\n"
         "        block = malloc(4);\n"
         "    free(block);\n"
         "    return 0;\n",
         true}, /* one run has no block left */
        {"    block[3] = 'x';\n"
         "    block[-1] = 'x';\n"
         "    return 0;\n",
         false}, /* AddressSanitizer stops at the first */
        {"    char line[4];\n"
         "    for (int i = 0; i <= (int)sizeof line; i++)\n"
         "        line[i] = 'x';\n"
         "    block = malloc(4);\n"
         "    return line[0] != 'x';\n",
         false}, /* memcheck does not see beside a variable */
    };
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        struct ll_buf text = LL_BUF_INIT;
        ll_buf_addf(&text, WAYS("%s"), programs[i].rest);
        write_text_in(here, "ways.c", ll_buf_text(&text));
        ll_buf_release(&text);
        ck_assert_int_eq(run("leaklab check --tool memcheck --tool asan ways.c"), 1);
        bool other_way = strstr(ll_buf_text(&out), OTHER_WAY) != NULL;
        ck_assert_msg(other_way == programs[i].other_way, "%s%s", programs[i].rest,
                      ll_buf_text(&out));
    }
}
END_TEST

/* Each tool's term stands once: the second fault of the kind does not repeat it. */
START_TEST(the_tools_own_terms_are_told)
{
    write_text_in(here, "lost.c",
                  "#include <stdlib.h>\n"
                  "int main(void)\n"
                  "{\n"
                  "    char *first = malloc(10);\n"
                  "    char *second = malloc(20);\n"
                  "    return first == second;\n"
                  "}\n");
    ck_assert_int_eq(run("leaklab check --tool memcheck --tool asan lost.c"), 1);
    assert_has(&out,
               "seen by memcheck (definitely lost), AddressSanitizer (direct leak)");
    const char *first = strstr(ll_buf_text(&out), "(direct leak)");
    ck_assert_ptr_null(strstr(first + 1, "(direct leak)"));
}
END_TEST

START_TEST(a_program_may_print_more_if_it_is_allowed_to)
{
    write_text_in(here, "loud.c",
                  "#include <stdio.h>\n"
                  "int main(void)\n"
                  "{\n"
                  "    for (int i = 0; i < 150000; i++)\n"
                  "        puts(\"hello hello\");\n"
                  "    return 0;\n"
                  "}\n");
    ck_assert_int_eq(run("leaklab check --tool asan loud.c"), 2);
    assert_has(&out, "'loud.c' printed more than 1 MiB and was stopped\n");
    assert_has(&out, "(more: --output-limit SIZE, such as 16M)\n");
    ck_assert_int_eq(run("leaklab check --tool asan --output-limit 2M loud.c"), 0);
    ck_assert_int_eq(run("leaklab check --output-limit 1 loud.c"), 2);
    assert_has(&errors, "--output-limit takes a size from 1M to 1G");
}
END_TEST

START_TEST(a_failure_is_shown_in_the_debugger)
{
    write_text_in(here, "prog.c", UNCHECKED);
    run("leaklab sweep --only 2 --gdb prog.c");
    assert_has(&out, "leaklab_allocation_fails ()");
    assert_has(&out, "in main () at ");
    assert_has(&out, "prog.c:5");
}
END_TEST

/* How a group of failures is told: by the single one, the calls that led to it, and the
 * result that was not checked. */
START_TEST(a_failure_tells_which_calls_led_to_it)
{
    write_text_in(here, "prog.c",
                  "#include <stdio.h>\n"
                  "#include <stdlib.h>\n"
                  "static char *xmalloc(size_t size)\n"
                  "{\n"
                  "    return malloc(size);\n"
                  "}\n"
                  "int main(void)\n"
                  "{\n"
                  "    puts(\"hello\");\n"
                  "    char *text = xmalloc(10);\n"
                  "    text[0] = 'x';\n"
                  "    free(text);\n"
                  "}\n");
    ck_assert_int_eq(run("leaklab sweep --tool asan prog.c"), 1);
    assert_has(&out, " failing the 2nd allocation (malloc at prog.c:5, 10 bytes)");
    assert_has(&out, " asked for by main (prog.c:10) → xmalloc (prog.c:5)\n"
                     " 2 more failures lead to the same fault\n");
    assert_has(&out, "Not checked: what was returned by xmalloc at prog.c:10.");
    ck_assert_int_eq(run("leaklab sweep --tool asan --format json prog.c"), 1);
    json_t *report = json_loads(ll_buf_text(&out), 0, NULL);
    json_t *crash = json_array_get(json_object_get(report, "failures"), 2);
    json_t *calls = json_object_get(crash, "calls");
    ck_assert_uint_eq(json_array_size(calls), 2);
    ck_assert_str_eq(
        json_string_value(json_object_get(json_array_get(calls, 0), "function")),
        "xmalloc");
    json_t *unchecked = json_object_get(crash, "unchecked");
    ck_assert_int_eq(json_integer_value(json_object_get(unchecked, "line")), 10);
    ck_assert_uint_eq(json_array_size(json_object_get(report, "left_out")), 0);
    json_decref(report);
}
END_TEST

START_TEST(a_program_that_does_not_end_is_not_swept)
{
    write_text_in(here, "prog.c",
                  "#include <stdlib.h>\n"
                  "int main(void)\n"
                  "{\n"
                  "    free(malloc(10));\n"
                  "    for (volatile int on = 1; on;)\n"
                  "        ;\n"
                  "}\n");
    ck_assert_int_eq(run("leaklab sweep --tool asan --timeout 1 prog.c"), 2);
    assert_has(&out, "'prog.c' did not end within 1 s and was stopped");
    assert_has(&out, "No failure was judged: the program has to end when no allocation "
                     "fails.");
    assert_has(&out, "no verdict · AddressSanitizer");
    assert_lacks(&out, "no fault");
}
END_TEST

START_TEST(a_sweep_in_json_is_json)
{
    write_text_in(here, "prog.c", UNCHECKED);
    ck_assert_int_eq(run("leaklab sweep --tool asan --format json prog.c"), 1);
    json_t *report = json_loads(ll_buf_text(&out), 0, NULL);
    json_t *failures = json_object_get(report, "failures");
    ck_assert_uint_eq(json_array_size(failures), 4);
    json_t *crash = json_array_get(failures, 2);
    ck_assert_str_eq(json_string_value(json_object_get(crash, "fail")), "2");
    ck_assert_str_eq(json_string_value(json_object_get(crash, "outcome")), "crashed");
    ck_assert_int_eq(json_integer_value(json_object_get(crash, "same_as")), 2);
    ck_assert_uint_eq(json_array_size(json_object_get(crash, "diagnoses")), 1);
    ck_assert_str_eq(json_string_value(json_object_get(report, "verdict")), "fail");
    json_decref(report);
}
END_TEST

/* In the middle of it, or while leaklab still learns what the solution does. */
START_TEST(an_interrupt_says_what_is_kept)
{
    enum { SUBMISSIONS = 30 };
    char name[32];
    ck_assert_int_eq(run("mkdir class"), 0);
    for (int i = 0; i < SUBMISSIONS; i++) {
        snprintf(name, sizeof name, "class/s%02d.c", i);
        copy_lesson_file("03-lost-realloc/solution.c", name);
    }
    ck_assert_int_eq(run("timeout --foreground --preserve-status -s INT 3 "
                         "leaklab grade --lesson 3 --no-cache class"),
                     3);
    assert_has(&errors, "leaklab: interrupted");
    if (strstr(ll_buf_text(&errors), "before anything was graded") == NULL)
        assert_has(&errors, "the results so far are kept in "
                            "'grades-lesson3/results.db': continue with --resume");
}
END_TEST

static void assert_file(const char *name)
{
    char *path = ll_path_join(here, name);
    ck_assert_msg(ll_path_exists(path), "there is no '%s'", name);
    free(path);
}

START_TEST(a_class_is_graded_in_one_command)
{
    cache = NULL;
    ck_assert_int_eq(run("mkdir class"), 0);
    copy_lesson_file("01-missing-free/solution.c", "class/ann.c");
    copy_lesson_file("01-missing-free/exercise.c", "class/bob.c");
    write_text_in(here, "class/cid.c", "int x\n");
    ck_assert_int_eq(run("leaklab grade --lesson 1 --format tap class"), 0);
    assert_has(&errors, "/3  ann   pass   ");
    assert_has(&errors, "/3  bob   fail   ");
    assert_has(&errors, "/3  cid   ungradable   ");
    assert_has(&out, "3 submissions in ");
    assert_has(&out, "1 pass, 1 fail, 1 ungradable");
    assert_has(&out, "definitely-lost             1");
    assert_has(&out, "results.db · scores.csv · feedback/NAME.txt");
    assert_file("grades-lesson1/results.db");
    assert_file("grades-lesson1/scores.csv");
    assert_file("grades-lesson1/feedback/bob.txt");
    assert_file("grades-lesson1/feedback/cid.txt");
    if (ll_path_exists(LL_BUILD_DIR "/pages/class.html"))
        ck_assert_int_eq(
            run("grep -q \"file\":\"bob.c\",\"line\": grades-lesson1/class.html"), 0);
    else
        assert_has(&out, "class.html is not written: this leaklab was built without");

    ck_assert_int_eq(run("leaklab grade --lesson 1 class"), 2);
    assert_has(&errors, "holds 3 results already: carry on with --resume");
    ck_assert_int_eq(run("leaklab grade --lesson 1 --resume class"), 0);
    assert_has(&out, "3 of them known before");
    ck_assert_int_eq(run("leaklab grade --lesson 1 --output again class"), 0);
    assert_has(&out, "3 of them known before");
    assert_file("again/feedback/ann.txt");
    ck_assert_int_eq(run("leaklab grade --lesson 1 --one class/bob.c --format sarif"),
                     1);
    assert_has(&out, "\"startLine\": ");
}
END_TEST

/* A course's system waits for the file, whatever becomes of the submission. */
START_TEST(one_submission_is_graded_into_a_file)
{
    cache = NULL;
    static const char line[] = "leaklab grade --lesson 1 --timeout 300 "
                               "--format gradescope --output results.json --one ";
    char command[200];
    write_text_in(here, "ann.c", "int x\n");
    snprintf(command, sizeof command, "%sann.c", line);
    ck_assert_int_eq(run(command), 2);
    ck_assert_int_eq(run("cat results.json"), 0);
    json_t *results = json_loads(ll_buf_text(&out), 0, NULL);
    ck_assert_double_eq(json_number_value(json_object_get(results, "score")), 0);
    ck_assert_ptr_nonnull(json_object_get(results, "output"));
    json_decref(results);

    ck_assert_int_eq(run("rm results.json"), 0);
    snprintf(command, sizeof command, "%snone.c", line);
    ck_assert_int_eq(run(command), 2);
    ck_assert_int_eq(run("cat results.json"), 0);
    assert_has(&out, "cannot open 'none.c'");

    ck_assert_int_eq(run("leaklab grade --lesson 1 --timeout 300 --one ann.c"), 2);
    assert_has(&out, "does not compile");
}
END_TEST

/* On a busy machine: neither the solution nor the learner is blamed. */
START_TEST(a_solution_that_is_late_is_not_called_wrong)
{
    cache = NULL;
    copy_lesson_file("06-double-free/exercise.c", "ann.c");
    ck_assert_int_eq(run("leaklab grade --lesson 6 --trust --timeout 0.01 "
                         "--one ann.c"),
                     3);
    assert_has(&errors, "leaklab: 'solution.c' cannot be graded against, as it did not "
                        "end within 0.01 s and was stopped");
    assert_has(&errors, ": give more time with --timeout SECONDS\n");
    assert_lacks(&errors, "verify");
}
END_TEST

START_TEST(questions_that_are_late_do_not_keep_back_the_others)
{
    cache = NULL;
    ck_assert_int_eq(run("leaklab questions --timeout 0.01 6"), 3);
    assert_has(&out, "::lesson 6, question 1::");
    assert_lacks(&out, "morse.c");
    assert_has(&errors,
               "leaklab: the questions about morse.c of lesson 6 are left out");
    assert_has(&errors, "give it more time with --timeout SECONDS\n");
}
END_TEST

/* Whatever this machine can enforce, it holds. */
START_TEST(the_doctor_proves_what_it_says)
{
    int status = run("leaklab doctor");
    bool enough = strstr(ll_buf_text(&out), "enough ") != NULL;
    ck_assert_int_eq(status, enough ? 0 : 3);
    assert_has(&out, enough ? "can grade untrusted" : "must not grade untrusted");
    assert_has(&out,
               "seen          a program that loses memory under AddressSanitizer");
    assert_has(&out, "clean         a clean program under memcheck");
    assert_has(&out, "stopped       a daemon outlives its run");
    assert_lacks(&out, "GOT THROUGH");
    assert_lacks(&out, "NOT TRIED");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("leaklab");
    TCase *tcase = case_create("commands");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, every_command_has_help);
    tcase_add_test(tcase, misuse_is_told_with_what_to_do);
    tcase_add_test(tcase, without_a_command_a_terminal_shows_the_ways_in);
    tcase_add_test(tcase, cpp_is_compiled_and_judged);
    tcase_add_test(tcase, of_many_faults_the_first_are_shown);
    tcase_add_test(tcase, options_are_read_in_every_form);
    tcase_add_test(tcase, check_finds_a_leak);
    tcase_add_test(tcase, arguments_reach_the_program);
    tcase_add_test(tcase, stdin_reaches_the_program);
    tcase_add_test(tcase, a_report_in_json_is_json);
    tcase_add_test(tcase, an_editor_can_jump_to_a_fault);
    tcase_add_test(tcase, what_does_not_compile_is_not_judged);
    tcase_add_test(tcase, what_does_not_end_is_stopped);
    tcase_add_test(tcase, several_files_are_one_program);
    tcase_add_test(tcase, nothing_is_left_behind);
    tcase_add_test(tcase, what_a_killed_run_left_is_removed);
    tcase_add_test(tcase, an_unchanged_program_is_answered_the_same);
    tcase_add_test(tcase, every_kind_is_explained);
    tcase_add_test(tcase, a_failure_is_shown_in_the_debugger);
    tcase_add_test(tcase, what_is_still_in_use_is_not_called_freed);
    tcase_add_test(tcase, the_tools_own_terms_are_told);
    tcase_add_test(tcase, a_program_may_print_more_if_it_is_allowed_to);
    tcase_add_test(tcase, a_failure_tells_which_calls_led_to_it);
    tcase_add_test(tcase, a_program_that_does_not_end_is_not_swept);
    tcase_add_test(tcase, a_sweep_in_json_is_json);
    tcase_add_test(tcase, questions_that_are_late_do_not_keep_back_the_others);

    /* Lessons and submissions: tools that judge one exercise after the other. */
    TCase *lessons = case_create("lessons");
    tcase_add_checked_fixture(lessons, set_up, tear_down);
    suite_add_tcase(suite, lessons);
    tcase_add_test(lessons, a_lesson_that_was_stopped_can_have_more_time);
    tcase_add_test(lessons, make_gives_a_lesson_more_time);
    tcase_add_test(lessons, a_terminal_shows_what_runs_just_now);
    tcase_add_test(lessons, a_lesson_runs_from_any_folder);
    tcase_add_test(lessons, a_solved_exercise_is_praised_with_the_habit);
    tcase_add_test(lessons, a_diagnosis_is_marked);
    tcase_add_test(lessons, runs_that_went_different_ways_are_remarked);
    tcase_add_test(lessons, runs_with_faults_of_their_own_are_remarked);
    tcase_add_test(lessons, one_submission_is_graded_into_a_file);
    tcase_add_test(lessons, a_solution_that_is_late_is_not_called_wrong);

    /* What runs the tools again and again. */
    TCase *thorough = case_create("thorough");
    tcase_add_checked_fixture(thorough, set_up, tear_down);
    suite_add_tcase(suite, thorough);
    tcase_add_test(thorough, the_rest_works_without_lastptr);
    tcase_add_test(thorough, a_tool_that_is_named_twice_runs_once);
    tcase_add_test(thorough, what_was_said_above_is_not_said_again);
    tcase_add_test(thorough, a_clean_program_that_does_not_do_its_work_is_not_mended);
    tcase_add_test(thorough, a_manifests_words_are_not_said_of_a_learners_code);
    tcase_add_test(thorough, debug_information_that_cannot_be_read_stops_no_check);
    tcase_add_test(thorough, what_is_to_be_written_fails_until_it_is);
    tcase_add_test(thorough, answers_that_were_given_are_marked);
    tcase_add_test(thorough, a_loss_that_follows_from_a_free_is_told_so);
    tcase_add_test(thorough, a_block_held_to_the_end_is_not_called_freed);
    tcase_add_test(thorough, memory_that_grows_with_the_input_is_a_fault_on_request);
    tcase_add_test(thorough, a_block_of_a_programs_own_allocator_comes_from_its_caller);
    tcase_add_test(thorough, a_sweep_tells_what_an_allocator_asked_for);
    tcase_add_test(thorough, an_allocator_that_is_not_there_or_not_called_is_told);
    tcase_add_test(thorough, that_the_allocators_are_not_checked_is_told);
    tcase_add_test(thorough, what_the_compiler_warned_of_is_shown);
    tcase_add_test(thorough, a_crash_in_a_test_is_told_with_its_line);
    tcase_add_test(thorough, the_list_shows_progress);
    tcase_add_test(thorough, a_failure_is_repeated_by_the_command_told);
    if (is_soak()) /* it takes an interpreter 20 s of processor time */
        tcase_add_test(thorough,
                       a_failure_of_an_exercise_is_repeated_by_the_command_told);
    tcase_add_test(thorough, the_command_told_is_for_the_program_of_the_exercise);
    tcase_add_test(thorough, the_command_told_keeps_the_options);
    tcase_add_test(thorough, modules_are_swept_by_tools_that_can);
    tcase_add_test(thorough, the_memory_of_a_submission_is_limited);
    tcase_add_test(thorough, a_class_is_graded_in_one_command);
    tcase_add_test(thorough, an_interrupt_says_what_is_kept);
    tcase_add_test(thorough, the_doctor_proves_what_it_says);
    return suite_run(suite);
}
