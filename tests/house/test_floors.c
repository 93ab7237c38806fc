/* SPDX-License-Identifier: MIT
 *
 * scripts/check-floors and scripts/check-calls find what breaks the order of the
 * floors, and our own sources do not.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "support/command.h"
#include "support/expected.h"
#include "support/suite.h"

#define FLOORS LL_TESTS_DIR "/house/data/floors/"

START_TEST(every_broken_rule_is_found)
{
    char *expected = read_text(FLOORS "broken.expected");
    assert_script("check-floors", FLOORS "broken", 1, expected);
    free(expected);
}
END_TEST

START_TEST(what_is_in_order_passes)
{
    static const char *const sources[] = {FLOORS "good", LL_SOURCE_DIR "/src"};
    assert_script("check-floors", sources[_i], 0, "");
}
END_TEST

START_TEST(a_circle_of_includes_is_found)
{
    assert_script("check-floors", FLOORS "circle", 1,
                  "a circle of includes:\n  base/a.h\n  base/b.h\n");
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
    ck_assert_int_eq(run_script("check-floors", "--list", &floors), 0);
    int status = run_calls(ll_buf_text(&floors), &got);
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
    assert_script("check-floors", FLOORS "nowhere", 2, NULL);
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
