/* SPDX-License-Identifier: MIT
 *
 * `make bench25` and its like: a lesson's benchmark runs and prints what the handout
 * promises. How fast anything was is not looked at.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "config.h"
#include "support/command.h"
#include "support/expected.h"
#include "support/suite.h"

/* Run scripts/bench-lesson for lesson `number`; returns its exit status. */
static int run_bench(const char *number, struct ll_buf *out, struct ll_buf *errors)
{
    const char *const argv[] = {LL_SOURCE_DIR "/scripts/bench-lesson", LL_BUILD_DIR,
                                number, NULL};
    return run_command(argv, &(struct command_place){0}, out, errors);
}

static bool says(const struct ll_buf *out, const char *text)
{
    return strstr(ll_buf_text(out), text) != NULL;
}

static void assert_prints(const struct ll_buf *out, const char *text)
{
    ck_assert_msg(says(out, text), "'%s' is not in:\n%s", text, ll_buf_text(out));
}

START_TEST(the_domains_are_measured_and_plotted)
{
    struct ll_buf out = LL_BUF_INIT;
    if (LL_PYTHON_LIBS[0] == '\0') {
        skip("there is no libpython (python3-dev)");
        return;
    }
    ck_assert_int_eq(run_bench("25", &out, &out), 0);
    assert_prints(&out, "\n    512  ");
    assert_prints(&out, "\n    513  |");
    assert_prints(&out, "PyMem_Malloc took ");
    assert_prints(&out, "  malloc                           40000         0\n");
    assert_prints(&out, "  PyMem_RawMalloc                  40000     40000\n");
    assert_prints(&out, "  PyMem_Malloc                     40000     40000\n");
    assert_prints(&out, "  PyObject_Malloc                  40000     40000\n");
    assert_prints(&out, "  malloc, PyTraceMalloc_Track      40000     40000\n");
    ll_buf_release(&out);
}
END_TEST

/* NumPy and Cython have rows where they are installed; a line tells where not. */
START_TEST(the_ways_to_keep_a_row_are_measured)
{
    struct ll_buf out = LL_BUF_INIT, errors = LL_BUF_INIT;
    if (system("command -v python3 >/dev/null") != 0) {
        skip("there is no Python (python3)");
        return;
    }
    ck_assert_int_eq(run_bench("24", &out, &errors), 0);
    assert_prints(&out, "\n  list ");
    assert_prints(&out, "\n  array.array ");
    assert_prints(&out, "\n  memoryview of an array ");
    ck_assert(says(&out, "\n  NumPy, the whole row ") !=
              says(&out, "\n  NumPy is missing: "));
    ck_assert(says(&out, "\n  Cython, typed memoryview ") !=
              says(&out, "\n  Cython is missing: "));
    ll_buf_release(&out);
    ll_buf_release(&errors);
}
END_TEST

START_TEST(a_lesson_without_a_benchmark_says_so)
{
    struct ll_buf out = LL_BUF_INIT, errors = LL_BUF_INIT;
    ck_assert_int_eq(run_bench("3", &out, &errors), 2);
    ck_assert_str_eq(ll_buf_text(&errors),
                     "leaklab: lesson 3 measures nothing: it has no benchmark\n");
    ck_assert_int_eq(run_bench("0", &out, &errors), 2);
    ck_assert_int_eq(run_bench("x", &out, &errors), 2);
    ck_assert_str_eq(ll_buf_text(&out), "");
    ll_buf_release(&out);
    ll_buf_release(&errors);
}
END_TEST

/* A measurement takes minutes on a busy machine, and prints nothing before its end. */
START_TEST(a_terminal_is_told_to_wait)
{
    struct ll_buf out = LL_BUF_INIT;
    const char *const argv[] = {
        "script", "-qec", LL_SOURCE_DIR "/scripts/bench-lesson " LL_BUILD_DIR " 7",
        "/dev/null", NULL};
    if (system("command -v script >/dev/null && command -v python3 >/dev/null") != 0) {
        skip("there is no 'script' or no Python (python3)");
        return;
    }
    char *home = ll_path_temp_dir(NULL);
    char *lesson = ll_path_join(home, "lessons/07-short");
    ck_assert_int_eq(ll_path_make_dirs(lesson, NULL), 0);
    write_text_in(lesson, "bench.py", "print('12 ns')\n");
    char *env = NULL;
    ck_assert_int_gt(asprintf(&env, "LEAKLAB_HOME=%s", home), 0);
    ck_assert_int_eq(
        run_command(argv,
                    &(struct command_place){.env = (const char *const[]){env, NULL}},
                    &out, &out),
        0);
    ck_assert_str_eq(ll_buf_text(&out),
                     "leaklab: measuring; this may take some minutes ...\r\n"
                     "12 ns\r\n");
    ll_path_remove_tree(home);
    free(env);
    free(lesson);
    free(home);
    ll_buf_release(&out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("bench");
    TCase *tests = case_create("bench");
    tcase_add_test(tests, the_domains_are_measured_and_plotted);
    tcase_add_test(tests, the_ways_to_keep_a_row_are_measured);
    tcase_add_test(tests, a_lesson_without_a_benchmark_says_so);
    tcase_add_test(tests, a_terminal_is_told_to_wait);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
