/* SPDX-License-Identifier: MIT
 *
 * End to end: `leaklab cc` as the compiler of a project (built/), and `leaklab run` on
 * what it built. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/strings.h"
#include "support/expected.h"
#include "support/shell.h"
#include "support/suite.h"

static struct shell sh;

static int shell(const char *command)
{
    return shell_run(&sh, command);
}

static void set_up(void)
{
    shell_open(&sh);
    ll_strings_addf(&sh.env, "XDG_CACHE_HOME=%s/cache", sh.folder);
    ll_strings_addf(&sh.env, "V=%s/cache/leaklab/variants", sh.folder);
    ll_strings_add_all(&sh.env,
                       (const char *const[]){"CC=leaklab cc", "LD_PRELOAD", NULL});
    ck_assert_int_eq(shell("cp " LL_TESTS_DIR "/cli/built/* ."), 0);
}

static void tear_down(void)
{
    shell_close(&sh);
}

/* Both faults of past.c, which memcheck does not see, are in what was printed. */
static void assert_both_told(void)
{
    assert_has(&sh.out, "(stack-buffer-overflow)");
    assert_has(&sh.out, "sum = sums_add(sum, list[i]);");
    assert_has(&sh.out, "the result of 2147483647 + 1 does not fit in the type `int`");
    assert_has(&sh.out, "2 faults (1 invalid read, 1 signed overflow)");
}

/* ---- the build ---------------------------------------------------------------- */

START_TEST(the_build_is_as_without_leaklab)
{
    ck_assert_int_eq(shell("make CC=cc | sort > said; mkdir cc;"
                           "mv *.o *.a *.dep *.map past within cc"),
                     0);
    ck_assert_int_eq(shell("make | sed 's/leaklab cc/cc/' | sort > said-now"), 0);
    ck_assert_str_eq(ll_buf_text(&sh.errors), "");
    ck_assert_int_eq(shell("cmp said said-now && for f in cc/*; do cmp $f ${f#cc/} || "
                           "exit 1; done; ls | wc -l; ls cc | wc -l"),
                     0);
    ck_assert_str_eq(ll_buf_text(&sh.out), "20\n10\n"); /* six sources, four of ours */
    ck_assert_int_eq(shell("find $V -type f | wc -l"), 0);
    ck_assert_str_eq(ll_buf_text(&sh.out), "8\n"); /* with the stamp */
    ck_assert_int_eq(shell("export DEPENDENCIES_OUTPUT=rule; leaklab cc -c within.c &&"
                           "mv rule rule-now && cc -c within.c && cmp rule rule-now"),
                     0);
}
END_TEST

START_TEST(an_error_is_the_compilers_own)
{
    ck_assert_int_eq(shell("echo 'int x = ;' > bad.c; cc -c bad.c > o 2> e; was=$?;"
                           "leaklab cc -c bad.c > o2 2> e2; test $? = $was &&"
                           "cmp o o2 && cmp e e2"),
                     0);
    ck_assert_int_eq(shell("leaklab cc past.o"), 1);
    assert_has(&sh.errors, "past.o");
    ck_assert_int_eq(shell("leaklab cc --version > o; cc --version | cmp - o"), 0);
    ck_assert_int_eq(shell("LEAKLAB_CC='cc -DX=3' leaklab cc -E -P - < sums.h"), 0);
    ck_assert_int_eq(shell("LEAKLAB_CC=nothing leaklab cc -c sums.c"), 127);
    assert_has(&sh.errors, "cannot start 'nothing'");
    ck_assert_int_eq(shell("ls $V"), 2); /* nothing was built a second time */
}
END_TEST

START_TEST(without_a_place_for_variants_the_build_is_the_same)
{
    ck_assert_int_eq(shell("XDG_CACHE_HOME=/dev/null/cache make -s && ./within"), 0);
    ck_assert_str_eq(ll_buf_text(&sh.errors), "");
}
END_TEST

/* ---- what it finds ------------------------------------------------------------ */

START_TEST(faults_that_memcheck_does_not_see_are_told)
{
    ck_assert_int_eq(shell("make -s && leaklab run make -s check"), 1);
    assert_both_told();
    assert_has(&sh.out, "past: done\nwithin: ./within 3\nall done\n");
    assert_has(&sh.out, "2 programs were watched: past (faults), within\n");
    assert_has(&sh.errors, "with what `leaklab cc` built");
    ck_assert_int_eq(shell("leaklab run --once ./past"), 0);
    ck_assert_str_eq(ll_buf_text(&sh.errors), "");
}
END_TEST

START_TEST(a_program_with_a_fault_goes_on_and_keeps_its_status)
{
    ck_assert_int_eq(
        shell("make -s && leaklab run sh -c './past && echo on >> went'; cat went"), 0);
    assert_has(&sh.out, "on\non\n");
    ck_assert_int_eq(shell("leaklab run ./within 7"), 5);
    assert_has(&sh.out, "no faults");
    assert_has(&sh.out, "The command itself ended with status 7.");
    ck_assert_int_eq(shell("leaklab run ./within become ./within"), 0);
    assert_has(&sh.out, "no faults");
}
END_TEST

START_TEST(all_faults_of_a_program_are_told)
{
    ck_assert_int_eq(shell("printf '#include <string.h>\nint main(int c, char **v)\n{\n"
                           "char a[4] = \"abc\", b[4] = \"abc\", *p = a, *q = b;\n"
                           "char x = p[c + 3];\nx += q[c + 3];\n"
                           "return v == NULL ? x : 0;\n}\n' > twice.c &&"
                           "leaklab cc -g twice.c && leaklab run ./a.out"),
                     1);
    assert_has(&sh.out, "2 faults (2 invalid read)");
    assert_lacks(&sh.out, "goes on after its end");
}
END_TEST

static const char *const commands[] = {
    "leaklab run ./within x ./past",
    "leaklab run ./within become ./past",
    "cp past moved && rm -r *.o *.a past && leaklab run ./moved",
    "touch *.c && make -s ARFLAGS=rcsT && leaklab run ./past", /* a thin archive */
    "leaklab cc -g -o one past.c sums.c && leaklab run ./one",
    "leaklab cc -g past.c sums.c && leaklab run ./a.out",
    "mkdir d && cd d && leaklab cc -g -c ../past.c ../sums.c && leaklab cc -o ../up "
    "*.o &&"
    "cd .. && leaklab run ./up",
    "leaklab cc gcc -c -g past.c sums.c && leaklab cc -o two past.o sums.o &&"
    "leaklab run ./two",
    "echo '-g -D\"X=a b\" past.c' > words && leaklab cc @words sums.o -o three &&"
    "leaklab run ./three",
    "leaklab cc -r -o both.o past.o sums.o && leaklab cc both.o && leaklab run ./a.out",
};

START_TEST(a_variant_is_found_however_the_program_came_about)
{
    ck_assert_int_eq(shell("make -s"), 0);
    ck_assert_int_eq(shell(commands[_i]), 1);
    assert_both_told();
}
END_TEST

START_TEST(clang_builds_variants_of_its_own)
{
    if (shell("clang -fsanitize=address -o a.out past.c sums.c") != 0) {
        skip("clang, or its library for AddressSanitizer, is missing");
        return;
    }
    ck_assert_int_eq(shell("make -s CC='leaklab cc clang' CFLAGS='-gdwarf-4 -O0' &&"
                           "leaklab run ./past"),
                     1);
    assert_both_told();
}
END_TEST

static const char *const cmake[] = {
    "cmake -S . -B b >&2",
    "CC=cc cmake -S . -B b -DCMAKE_C_COMPILER_LAUNCHER='leaklab;cc' "
    "-DCMAKE_C_LINKER_LAUNCHER='leaklab;cc' >&2",
};

START_TEST(cmake_builds_with_it_and_a_shared_library_has_a_variant)
{
    char command[256];
    snprintf(command, sizeof command, "%s && cmake --build b >&2 && leaklab run b/past",
             cmake[_i]);
    ck_assert_int_eq(shell(command), 1);
    assert_both_told();
}
END_TEST

/* ---- the sweep ---------------------------------------------------------------- */

/* docs/sweep.md shows what is found there from the sources. */
START_TEST(a_program_that_was_built_is_swept)
{
    ck_assert_int_eq(
        shell(
            "cp " LL_TESTS_DIR "/../docs/examples/tree/*.[ch] . &&"
            "leaklab cc -g -O2 -c first-draft.c main.c && ar rcs lib.a first-draft.o &&"
            "leaklab cc -o draft main.o lib.a && leaklab sweep ./draft"),
        1);
    assert_has(&sh.out,
               "failing the 3rd allocation (strndup at first-draft.c:32, 7 bytes)");
    assert_has(&sh.out,
               "3 faults · 24 allocations, 48 failures tried · AddressSanitizer");
    ck_assert_int_eq(shell("leaklab sweep --only 4 ./draft"), 1);
    assert_has(&sh.out, "32 bytes were lost for good");
    ck_assert_int_eq(shell("strip draft; leaklab sweep ./draft"), 1);
    assert_has(&sh.errors, "'./draft' was stripped"); /* itself: test_finished.c */
}
END_TEST

START_TEST(what_a_finished_program_reads_is_the_same_in_each_run)
{
    ck_assert_int_eq(shell("make -s && leaklab sweep ./within -- 4 < Makefile"), 0);
    assert_has(&sh.out, "survives every failing allocation");
}
END_TEST

/* ---- what it cannot ----------------------------------------------------------- */

START_TEST(what_has_no_checks_is_told)
{
    ck_assert_int_eq(
        shell("printf '#ifdef __SANITIZE_ADDRESS__\\n#error no checks, please\\n"
              "#endif\\n#include \"sums.h\"\\n' | cat - sums.c > odd.c &&"
              "leaklab cc -g -c odd.c && leaklab cc -g past.c odd.o -o a &&"
              "leaklab run ./a"),
        0);
    assert_has(&sh.out, "no checks in odd.c: odd.c:2:2: error: #error no checks");
    ck_assert_int_eq(shell("cc -g -c sums.c && leaklab cc -g past.c sums.o -o b && "
                           "leaklab run ./b"),
                     0);
    assert_has(&sh.out, "no checks in sums.o: it was not compiled by `leaklab cc`");
    ck_assert_int_eq(shell("leaklab cc -g -static within.c sums.c -o still &&"
                           "cc -g -o plain within.c sums.c &&"
                           "leaklab run sh -c './still; ./b; ./plain'"),
                     0);
    assert_has(&sh.out, "no checks in still: ");
    assert_has(&sh.out, "plain: was not built by `leaklab cc`");
}
END_TEST

/* ---- compile_commands.json ---------------------------------------------------- */

START_TEST(check_takes_a_projects_own_flags)
{
    ck_assert_int_eq(
        shell("mkdir b inc && mv sums.h inc && printf '#include \"sums.h\"\n"
              "int main(void) { return sums_of(&(int){TWO}, 1) - 2; }\n' > two.c &&"
              "printf '[{\"directory\": \"%s/b\", \"file\": \"../two.c\","
              "\"command\": \"cc -I../inc -DTWO=\\\"1 + 1\\\" -O3 -fPIC "
              "-ffunction-sections "
              "-Dtwo_EXPORTS -c ../two.c\"},"
              "{\"directory\": \"%s\", \"file\": \"sums.c\", \"arguments\":"
              "[\"cc\", \"-I\", \"inc\", \"-DTWO=1 + 1\", \"-c\", \"sums.c\"]},"
              "{\"directory\": \"%s\", \"file\": \"within.c\", \"arguments\":"
              "[\"cc\", \"-DONE\", \"-c\", \"within.c\"]}]' $PWD $PWD $PWD"
              "> b/compile_commands.json && leaklab check two.c sums.c"),
        2);
    ck_assert_int_eq(shell("leaklab check -p b two.c sums.c"), 0);
    ck_assert_int_eq(shell("leaklab check --compile-commands b/compile_commands.json "
                           "two.c sums.c"),
                     0);
    ck_assert_int_eq(shell("leaklab check -p b two.c within.c"), 2);
    assert_has(&sh.errors,
               "'two.c' and 'within.c' are not compiled alike: only one has -D");
    ck_assert_int_eq(shell("leaklab check -p b past.c"), 2);
    assert_has(&sh.errors, "'past.c' is not in 'b/compile_commands.json'");
    ck_assert_int_eq(shell("leaklab check -p nothing past.c"), 2);
    assert_has(&sh.errors, "'nothing' is no list of commands");
}
END_TEST

/* ---- the suite ---------------------------------------------------------------- */

int main(void)
{
    Suite *suite = suite_create("cc");
    TCase *build = case_create("build");
    tcase_add_checked_fixture(build, set_up, tear_down);
    tcase_add_test(build, the_build_is_as_without_leaklab);
    tcase_add_test(build, an_error_is_the_compilers_own);
    tcase_add_test(build, without_a_place_for_variants_the_build_is_the_same);
    suite_add_tcase(suite, build);

    TCase *found = case_create("found");
    tcase_add_checked_fixture(found, set_up, tear_down);
    tcase_add_test(found, faults_that_memcheck_does_not_see_are_told);
    tcase_add_test(found, a_program_with_a_fault_goes_on_and_keeps_its_status);
    tcase_add_test(found, all_faults_of_a_program_are_told);
    tcase_add_loop_test(found, a_variant_is_found_however_the_program_came_about, 0,
                        (int)(sizeof commands / sizeof *commands));
    tcase_add_test(found, clang_builds_variants_of_its_own);
    tcase_add_loop_test(found, cmake_builds_with_it_and_a_shared_library_has_a_variant,
                        0, (int)(sizeof cmake / sizeof *cmake));
    suite_add_tcase(suite, found);

    TCase *sweep = case_create("sweep");
    tcase_add_checked_fixture(sweep, set_up, tear_down);
    tcase_add_test(sweep, a_program_that_was_built_is_swept);
    tcase_add_test(sweep, what_a_finished_program_reads_is_the_same_in_each_run);
    suite_add_tcase(suite, sweep);

    TCase *lacking = case_create("lacking");
    tcase_add_checked_fixture(lacking, set_up, tear_down);
    tcase_add_test(lacking, what_has_no_checks_is_told);
    suite_add_tcase(suite, lacking);

    TCase *database = case_create("compile commands");
    tcase_add_checked_fixture(database, set_up, tear_down);
    tcase_add_test(database, check_takes_a_projects_own_flags);
    suite_add_tcase(suite, database);
    return suite_run(suite);
}
