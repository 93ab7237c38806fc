/* SPDX-License-Identifier: MIT
 *
 * skips: a skipped test is told, and never counts as one that passed. This program runs
 * itself with the name of a made-up suite, and reads what that prints. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "support/command.h"
#include "support/suite.h"

/* ---- the suites that are made up ------------------------------------------------- */

START_TEST(it_needs_a_tool)
{
    skip("there is no tool '%s'\nand no second line", "moon");
}
END_TEST

START_TEST(it_holds)
{
    ck_assert_int_eq(1, 1);
}
END_TEST

START_TEST(it_does_not_hold)
{
    ck_assert_int_eq(1, 2);
}
END_TEST

static int run_made_up(const char *name)
{
    Suite *suite = suite_create(name);
    TCase *tests = case_create("tests");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, it_needs_a_tool);
    if (strcmp(name, "one skipped") == 0)
        tcase_add_test(tests, it_holds);
    if (strcmp(name, "one failed") == 0)
        tcase_add_test(tests, it_does_not_hold);
    return suite_run(suite);
}

/* ---- what they are told as ------------------------------------------------------- */

static char self[4096];

/* Run the made-up suite, each test in a process of its own or not; its exit status. */
static int run(const char *name, const char *forks, struct ll_buf *printed)
{
    const char *const argv[] = {self, name, NULL};
    char fork[32];
    snprintf(fork, sizeof fork, "CK_FORK=%s", forks);
    const char *const env[] = {fork, NULL};
    struct ll_buf errors = LL_BUF_INIT;
    const struct command_place place = {.env = env};
    int status = run_command(argv, &place, printed, &errors);
    ll_buf_release(&errors);
    return status;
}

static const char *const forks[] = {"yes", "no"};

static const struct {
    const char *name;
    int status;
} suites[] = {
    {"all skipped", SUITE_SKIPPED},
    {"one skipped", EXIT_SUCCESS},
    {"one failed", EXIT_FAILURE},
};

START_TEST(a_suite_counts_as_skipped_when_all_its_tests_are)
{
    struct ll_buf printed = LL_BUF_INIT;
    int status = run(suites[_i / 2].name, forks[_i % 2], &printed);
    ck_assert_msg(status == suites[_i / 2].status, "%s: %d\n%s", suites[_i / 2].name,
                  status, ll_buf_text(&printed));
    ll_buf_release(&printed);
}
END_TEST

START_TEST(a_skip_is_one_line_with_the_test_and_the_reason)
{
    struct ll_buf printed = LL_BUF_INIT;
    run("one skipped", forks[_i], &printed);
    const char *line =
        strstr(ll_buf_text(&printed),
               "skipped: test_skips: it_needs_a_tool: there is no tool 'moon'\n");
    ck_assert_msg(line != NULL, "%s", ll_buf_text(&printed));
    ck_assert_ptr_null(strstr(line + 1, "skipped: ")); /* told once */
    ck_assert_ptr_null(strstr(ll_buf_text(&printed), "second line"));
    ll_buf_release(&printed);
}
END_TEST

START_TEST(a_whole_suite_can_be_skipped_before_it_begins)
{
    struct ll_buf printed = LL_BUF_INIT;
    ck_assert_int_eq(run("nothing", "yes", &printed), SUITE_SKIPPED);
    ck_assert_str_eq(ll_buf_text(&printed),
                     "skipped: test_skips: all of it: there is no moon\n");
    ll_buf_release(&printed);
}
END_TEST

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "nothing") == 0)
        return skip_suite("there is no %s", "moon");
    if (argc == 2)
        return run_made_up(argv[1]);
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length < 0)
        return EXIT_FAILURE;
    Suite *suite = suite_create("skips");
    TCase *skips = case_create("skips");
    suite_add_tcase(suite, skips);
    tcase_add_loop_test(skips, a_suite_counts_as_skipped_when_all_its_tests_are, 0, 6);
    tcase_add_loop_test(skips, a_skip_is_one_line_with_the_test_and_the_reason, 0, 2);
    tcase_add_test(skips, a_whole_suite_can_be_skipped_before_it_begins);
    return suite_run(suite);
}
