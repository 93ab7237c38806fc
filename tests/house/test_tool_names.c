/* SPDX-License-Identifier: MIT
 *
 * scripts/check-tool-names finds each place outside of tools/ that knows a tool by its
 * name or reads its reports, and our own sources have none.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "base/path.h"
#include "support/command.h"
#include "support/suite.h"

#define DATA LL_TESTS_DIR "/house/data/tool-names/"

/* What the script prints of the sources in `src`; its exit status in `*status`. */
static void check_names(const char *src, struct ll_buf *out, int *status)
{
    const char *const argv[] = {LL_SOURCE_DIR "/scripts/check-tool-names", src, NULL};
    struct ll_buf errors = LL_BUF_INIT;
    *status = run_command(argv, &(struct command_place){0}, out, &errors);
    ll_buf_release(&errors);
}

START_TEST(a_tools_name_outside_of_its_row_is_reported)
{
    struct ll_buf expected = LL_BUF_INIT, got = LL_BUF_INIT;
    int status;
    ck_assert_int_eq(ll_file_read(DATA "broken.expected", 65536, &expected, NULL), 0);
    check_names(DATA "broken", &got, &status);
    ck_assert_str_eq(ll_buf_text(&got), ll_buf_text(&expected));
    ck_assert_int_eq(status, 1);
    ll_buf_release(&expected);
    ll_buf_release(&got);
}
END_TEST

START_TEST(our_sources_know_tools_by_their_roles)
{
    static const char *const sources[] = {DATA "good", LL_SOURCE_DIR "/src"};
    struct ll_buf got = LL_BUF_INIT;
    int status;
    check_names(sources[_i], &got, &status);
    ck_assert_str_eq(ll_buf_text(&got), "");
    ck_assert_int_eq(status, 0);
    ll_buf_release(&got);
}
END_TEST

START_TEST(a_folder_without_tools_is_an_error)
{
    struct ll_buf got = LL_BUF_INIT;
    int status;
    check_names(DATA "good/grade", &got, &status);
    ck_assert_int_eq(status, 2);
    ll_buf_release(&got);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tool names");
    TCase *tests = case_create("tool names");
    tcase_add_test(tests, a_tools_name_outside_of_its_row_is_reported);
    tcase_add_loop_test(tests, our_sources_know_tools_by_their_roles, 0, 2);
    tcase_add_test(tests, a_folder_without_tools_is_an_error);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
