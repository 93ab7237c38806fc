/* SPDX-License-Identifier: MIT
 *
 * scripts/check-floors and scripts/check-calls find what breaks the order of the
 * floors, and our own sources do not.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/path.h"
#include "support/command.h"
#include "support/suite.h"

#define FLOORS LL_TESTS_DIR "/house/data/floors/"

/* What the script prints of the sources in `src`; its exit status in `*status`. */
static void run(const char *src, struct ll_buf *out, int *status)
{
    const char *const argv[] = {LL_SOURCE_DIR "/scripts/check-floors", src, NULL};
    struct ll_buf errors = LL_BUF_INIT;
    *status = run_command(argv, &(struct command_place){0}, out, &errors);
    ll_buf_release(&errors);
}

START_TEST(every_broken_rule_is_found)
{
    struct ll_buf expected = LL_BUF_INIT, got = LL_BUF_INIT;
    int status;
    ck_assert_int_eq(ll_file_read(FLOORS "broken.expected", 65536, &expected, NULL), 0);
    run(FLOORS "broken", &got, &status);
    ck_assert_str_eq(ll_buf_text(&got), ll_buf_text(&expected));
    ck_assert_int_eq(status, 1);
    ll_buf_release(&expected);
    ll_buf_release(&got);
}
END_TEST

START_TEST(what_is_in_order_passes)
{
    static const char *const sources[] = {FLOORS "good", LL_SOURCE_DIR "/src"};
    struct ll_buf got = LL_BUF_INIT;
    int status;
    run(sources[_i], &got, &status);
    ck_assert_str_eq(ll_buf_text(&got), "");
    ck_assert_int_eq(status, 0);
    ll_buf_release(&got);
}
END_TEST

START_TEST(a_circle_of_includes_is_found)
{
    struct ll_buf got = LL_BUF_INIT;
    int status;
    run(FLOORS "circle", &got, &status);
    ck_assert_str_eq(ll_buf_text(&got),
                     "a circle of includes:\n  base/a.h\n  base/b.h\n");
    ck_assert_int_eq(status, 1);
    ll_buf_release(&got);
}
END_TEST

/* What check-calls prints of the library and the commands goes to `out`; returns its
 * exit status. */
static int run_calls(const char *floors, struct ll_buf *out)
{
    const char *const argv[] = {LL_SOURCE_DIR "/scripts/check-calls",
                                "--floors",
                                floors,
                                LL_BUILD_DIR "/src/CMakeFiles/libleaklab.dir",
                                LL_BUILD_DIR "/src/CMakeFiles/leaklab.dir",
                                NULL};
    struct ll_buf errors = LL_BUF_INIT;
    int status = run_command(argv, &(struct command_place){0}, out, &errors);
    ll_buf_release(&errors);
    return status;
}

START_TEST(no_call_runs_upwards_or_in_a_circle)
{
    struct ll_buf floors = LL_BUF_INIT, got = LL_BUF_INIT;
    int status;
    run("--list", &floors, &status);
    ck_assert_int_eq(status, 0);
    status = run_calls(ll_buf_text(&floors), &got);
    ck_assert_str_eq(ll_buf_text(&got), "");
    ck_assert_int_eq(status, 0);
    /* The wrong way round it must object. */
    ck_assert_int_eq(run_calls("diag base", &got), 1);
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&got), "which is on a higher floor"));
    ll_buf_release(&floors);
    ll_buf_release(&got);
}
END_TEST

START_TEST(a_missing_folder_is_an_error)
{
    struct ll_buf got = LL_BUF_INIT;
    int status;
    run(FLOORS "nowhere", &got, &status);
    ck_assert_int_eq(status, 2);
    ll_buf_release(&got);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("floors");
    TCase *tests = case_create("floors");
    tcase_add_test(tests, every_broken_rule_is_found);
    tcase_add_loop_test(tests, what_is_in_order_passes, 0, 2);
    tcase_add_test(tests, a_circle_of_includes_is_found);
    tcase_add_test(tests, no_call_runs_upwards_or_in_a_circle);
    tcase_add_test(tests, a_missing_folder_is_an_error);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
