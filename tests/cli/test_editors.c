/* SPDX-License-Identifier: MIT
 *
 * What editors and code hosts read, read as they do. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "support/command.h"
#include "support/suite.h"

static char *here;
static struct ll_buf said;

/* A write past the end of a block, and a leak by an assignment. */
static const char over[] = "#include <stdlib.h>\n"
                           "int main(void)\n"
                           "{\n"
                           "    int *a = malloc(4 * sizeof *a);\n"
                           "    a[4] = 1;\n"
                           "    char *b = malloc(8);\n"
                           "    b = malloc(9);\n"
                           "    free(b);\n"
                           "    free(a);\n"
                           "    return 0;\n"
                           "}\n";

static void write_text(const char *name, const char *text)
{
    char *path = ll_path_join(here, name);
    ck_assert_int_eq(ll_file_write(path, text, strlen(text), NULL), 0);
    free(path);
}

static void set_up(void)
{
    here = ll_path_temp_dir(NULL);
    ck_assert_ptr_nonnull(here);
    ll_buf_init(&said, 1 << 20);
    write_text("over.c", over);
}

static void tear_down(void)
{
    ll_path_remove_tree(here);
    free(here);
    ll_buf_release(&said);
}

/* Run a line of shell in `here`, with `$leaklab` set; returns its exit status. */
static int run(const char *line)
{
    const char *const argv[] = {"bash", "-c", line, NULL};
    const char *const env[] = {"leaklab=" LL_BUILD_DIR "/leaklab",
                               "source=" LL_SOURCE_DIR,
                               "data=" LL_TESTS_DIR "/cli/data",
                               "CI_PROJECT_DIR",
                               /* make may have started the test: */ "MAKEFLAGS",
                               "MAKELEVEL",
                               NULL};
    const struct command_place place = {.folder = here, .env = env};
    return run_command(argv, &place, &said, &said);
}

static void assert_runs(const char *line)
{
    int status = run(line);
    ck_assert_msg(status == 0, "%s: %d: %s", line, status, ll_buf_text(&said));
}

/* ---- GitLab --------------------------------------------------------------------- */

START_TEST(a_finding_is_known_again_when_lines_move)
{
    assert_runs("export XDG_CACHE_HOME=$PWD/cache;"
                "$leaklab check --format gitlab over.c >before; [ $? -eq 1 ] &&"
                "sed -i '1i // one\\n// two' over.c &&"
                "$leaklab check --format gitlab over.c >after; [ $? -eq 1 ] &&"
                "[ $(grep -c fingerprint before) -eq 2 ] &&"
                "diff <(grep fingerprint before) <(grep fingerprint after) &&"
                "grep -q 'begin.: 5$' before && grep -q 'begin.: 7$' after");
}
END_TEST

/* GitLab drops a finding that has the fingerprint of another one. */
START_TEST(equal_faults_of_a_function_are_all_findings)
{
    write_text("over.c", "#include <stdlib.h>\n"
                         "int main(void)\n"
                         "{\n"
                         "    char *b = malloc(8);\n"
                         "    b = malloc(8);\n"
                         "    b = malloc(8);\n"
                         "    free(b);\n"
                         "    return 0;\n"
                         "}\n");
    assert_runs("export XDG_CACHE_HOME=$PWD/cache;"
                "$leaklab check --format gitlab over.c >found; [ $? -eq 1 ] &&"
                "[ $(grep -c definitely-lost found) -eq 2 ] &&"
                "[ $(grep fingerprint found | sort -u | wc -l) -eq 2 ]");
}
END_TEST

/* GitLab knows files by their paths in the repository. */
START_TEST(a_finding_is_named_from_the_root_of_the_repository)
{
    assert_runs(
        "export XDG_CACHE_HOME=$PWD/cache; mkdir sub && mv over.c sub && cd sub;"
        "CI_PROJECT_DIR=$OLDPWD $leaklab check --format gitlab over.c >found;"
        "[ $? -eq 1 ] && [ $(grep -c '\"path\": \"sub/over.c\"' found) -eq 2 ]");
}
END_TEST

/* The job that docs/formats.md shows is valid YAML, and its command does what is said.
 */
START_TEST(the_job_in_the_docs_works)
{
    write_text("prog.c", over);
    assert_runs(
        "sed -n '/^```yaml$/,/^```$/p' $source/docs/formats.md | sed '1d;$d' >job &&"
        "sed -n 's/^    - //p' job >script && [ $(wc -l <script) -eq 1 ] &&"
        "grep -q '^ *codequality: memory.json$' job &&"
        "mkdir bin && ln -s $leaklab bin/leaklab &&"
        "XDG_CACHE_HOME=$PWD/cache PATH=$PWD/bin:$PATH bash -e script &&"
        "[ $(grep -c '\"severity\": \"critical\"' memory.json) -eq 1 ]");
}
END_TEST

/* ---- Visual Studio Code ---------------------------------------------------------- */

/* The task's command for the file, run as the editor runs it; its output is read by the
 * matcher of problems. */
#define TASK                                                                           \
    "task() { bash -c \"$(node $data/vscode.js command \"$1\" $2)\" >output; }\n"      \
    "problems() { node $data/vscode.js problems \"$1\" <output; }\n"

/* What gdb is told, and the frame that the editor shows: the innermost one whose source
 * is there (the debug adapter of cppdbg marks the others). */
#define STOPS                                                                          \
    "stops() { { node $data/vscode.js launch $1; printf '%s\\n' -exec-run"             \
    "  -stack-list-frames -gdb-exit; } | gdb --interpreter=mi3 -q >mi 2>&1;"           \
    "  grep '^.done,stack=' mi | grep -o 'fullname=\"[^\"]*\",line=\"[0-9]*\"' |"      \
    "    while IFS='\"' read -r _ name _ line _; do"                                   \
    "      if [ -e \"$name\" ]; then echo \"${name##*/}:$line\"; break; fi; done; }\n"

/* Whether what the editor would run is here. */
static bool has(const char *program)
{
    char line[64];
    snprintf(line, sizeof line, "command -v %s", program);
    return run(line) == 0;
}

START_TEST(the_matcher_reads_every_fault)
{
    if (!has("node")) {
        skip("node is missing: no regular expressions of JavaScript's");
        return;
    }
    assert_runs("$leaklab export vscode && export XDG_CACHE_HOME=$PWD/cache;" TASK
                "task 'leaklab: check this file' over.c; [ $? -eq 1 ] &&"
                "problems 'leaklab: check this file' >problems &&"
                "[ $(wc -l <problems) -eq $(wc -l <output) ] &&"
                "grep -qxF 'over.c|5|5|error|the index 4 is past the end of `a` "
                "[invalid-write]' problems &&"
                "grep -qxF 'over.c|7|5|error|8 bytes were lost for good: the last "
                "pointer to them, `b`, was overwritten here [definitely-lost]' problems"
                " && grep -qxF 'over.c|6|15|note|these 8 bytes were allocated here' "
                "problems || { tail -c 1200 output problems; false; }");
}
END_TEST

/* What gcc says of a file that it refuses is a problem, too. */
START_TEST(the_matcher_reads_what_the_compiler_says)
{
    if (!has("node")) {
        skip("node is missing: no regular expressions of JavaScript's");
        return;
    }
    write_text("over.c", "int main(void)\n{\n    return 0\n}\n");
    assert_runs(
        "$leaklab export vscode && export XDG_CACHE_HOME=$PWD/cache;" TASK
        "task 'leaklab: check this file' over.c; [ $? -eq 2 ] &&"
        "problems 'leaklab: check this file' |"
        " grep -q '^.*over.c|3|13|error|expected' || { tail -c 1200 output; false; }");
}
END_TEST

/* A lesson's folder stands for its number; the screen follows the problems. */
START_TEST(the_lesson_of_a_file_is_told)
{
    if (!has("node")) {
        skip("node is missing: no regular expressions of JavaScript's");
        return;
    }
    assert_runs(
        "$leaklab export vscode && export XDG_CACHE_HOME=$PWD/cache;" TASK
        "file=$source/lessons/01-missing-free/exercise.c;"
        "task 'leaklab: lesson of this file' $file; [ $? -eq 1 ] &&"
        "problems 'leaklab: lesson of this file' |"
        "  grep -q '^[^|]*01-missing-free/exercise.c|[0-9]*|[0-9]*|error|.*lost' &&"
        "grep -q '^leaklab: .*exercise.c: 2 faults' output &&"
        "grep -q '^Lesson 1 ' output || { tail -c 1200 output; false; }");
    assert_runs("export XDG_CACHE_HOME=$PWD/cache;" TASK
                "task 'leaklab: hint' $source/lessons/01-missing-free/exercise.c &&"
                "grep -q '^Hint 1 of' output || { tail -c 1200 output; false; }");
}
END_TEST

/* At an access, where AddressSanitizer sees it; at a leak, where the last pointer goes.
 */
START_TEST(the_debugger_stops_at_the_fault)
{
    if (!has("node") || !has("gdb")) {
        skip("node or gdb is missing");
        return;
    }
    write_text("leak.c", "#include <stdlib.h>\n"
                         "int main(void)\n"
                         "{\n"
                         "    char *b = malloc(8);\n"
                         "    b = malloc(9);\n"
                         "    free(b);\n"
                         "    return 0;\n"
                         "}\n");
    write_text("twice.c", "#include <stdlib.h>\n"
                          "int main(void)\n"
                          "{\n"
                          "    char *b = malloc(8);\n"
                          "    free(b);\n"
                          "    free(b);\n"
                          "    return 0;\n"
                          "}\n");
    assert_runs("$leaklab export vscode && export XDG_CACHE_HOME=$PWD/cache;" TASK STOPS
                "for file in over leak twice; do"
                "  task 'leaklab: build for the debugger' $file.c || exit;"
                "  stops $file.c; done >stopped;"
                "printf '%s\\n' over.c:5 leak.c:5 twice.c:6 | diff - stopped ||"
                "{ tail -c 1200 output mi; false; }");
}
END_TEST

/* With the lesson's other files, and the failure that the lesson makes. */
START_TEST(the_debugger_stops_in_an_exercise)
{
    if (!has("node") || !has("gdb")) {
        skip("node or gdb is missing");
        return;
    }
    assert_runs(
        "$leaklab export vscode && export XDG_CACHE_HOME=$PWD/cache;" TASK STOPS
        "file=$source/lessons/03-lost-realloc/exercise.c;"
        "task 'leaklab: build for the debugger' $file && stops $file >stopped;"
        "echo exercise.c:$(grep -n '= realloc' $file | cut -d: -f1) | diff - stopped ||"
        "{ tail -c 1200 output mi; false; }");
}
END_TEST

/* On a terminal, gdb shows the line of the fault and not AddressSanitizer's. */
START_TEST(the_debugger_shows_the_line_of_the_fault)
{
    if (!has("gdb")) {
        skip("gdb is missing");
        return;
    }
    assert_runs("export XDG_CACHE_HOME=$PWD/cache;"
                "$leaklab debug over.c </dev/null >output 2>&1;"
                "grep -q '^over.c:5:5: error: the index 4' output &&"
                "grep -q ' in main () at .*over.c:5$' output ||"
                "{ tail -c 1200 output; false; }");
}
END_TEST

START_TEST(what_somebody_has_chosen_is_kept)
{
    assert_runs("mkdir .vscode && echo mine >.vscode/settings.json;"
                "$leaklab export vscode . 2>refused; [ $? -eq 2 ] &&"
                "grep -q \"settings.json' exists already\" refused &&"
                "[ \"$(cat .vscode/*)\" = mine ]");
    assert_runs("$leaklab export vscode 3 . 2>refused; [ $? -eq 2 ] &&"
                "grep -q 'no lessons' refused");
}
END_TEST

/* A class opens the folder and has it: leaklab is built by the first task. */
START_TEST(a_class_is_given_the_editors_settings)
{
    assert_runs(
        "$leaklab export students 1 out && cd out/.vscode &&"
        "[ $(ls -A | wc -l) -eq 5 ] && ! grep -q '@[A-Z_]*@' * &&"
        "for f in *.json; do python3 -m json.tool $f >/dev/null || exit; done &&"
        "grep -q 'make -s program && build/leaklab check' tasks.json");
}
END_TEST

/* The container is ready for lesson 1; a class's settings of the editor are kept. */
START_TEST(a_container_is_made_ready)
{
    assert_runs(
        "$leaklab export students 1 class && cd class &&"
        "python3 -m json.tool .devcontainer/devcontainer.json >json &&"
        "diff -r .devcontainer $source/.devcontainer &&"
        "setup=$(sed -n 's/.*\"postCreateCommand\": \"\\(.*\\)\".*/\\1/p' json) &&"
        "printf '#!/bin/sh\\necho bootstrap\\n' >scripts/bootstrap &&"
        "printf 'all:\\n\\t@echo make\\n' >Makefile && mkdir build &&"
        "ln -s $leaklab build/leaklab && cp -r .vscode ../before && $setup >said &&"
        "printf 'bootstrap\\nmake\\nNext: make lesson1\\n' | diff - said &&"
        "diff -r .vscode ../before && rm -r .vscode &&"
        "$setup >said && [ -e .vscode/launch.json ]");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("editors");
    TCase *vscode = case_create("vscode");
    tcase_add_checked_fixture(vscode, set_up, tear_down);
    tcase_add_test(vscode, the_matcher_reads_every_fault);
    tcase_add_test(vscode, the_matcher_reads_what_the_compiler_says);
    tcase_add_test(vscode, the_lesson_of_a_file_is_told);
    tcase_add_test(vscode, the_debugger_stops_at_the_fault);
    tcase_add_test(vscode, the_debugger_stops_in_an_exercise);
    tcase_add_test(vscode, the_debugger_shows_the_line_of_the_fault);
    tcase_add_test(vscode, what_somebody_has_chosen_is_kept);
    tcase_add_test(vscode, a_class_is_given_the_editors_settings);
    tcase_add_test(vscode, a_container_is_made_ready);
    suite_add_tcase(suite, vscode);
    TCase *gitlab = case_create("gitlab");
    tcase_add_checked_fixture(gitlab, set_up, tear_down);
    tcase_add_test(gitlab, a_finding_is_known_again_when_lines_move);
    tcase_add_test(gitlab, equal_faults_of_a_function_are_all_findings);
    tcase_add_test(gitlab, a_finding_is_named_from_the_root_of_the_repository);
    tcase_add_test(gitlab, the_job_in_the_docs_works);
    suite_add_tcase(suite, gitlab);
    return suite_run(suite);
}
