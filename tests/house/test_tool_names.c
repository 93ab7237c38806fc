/* SPDX-License-Identifier: MIT
 *
 * scripts/check-tool-names finds each place outside of tools/ that knows a tool by its
 * name or reads its reports, and our own sources have none.
 */
#include <check.h>
#include <stdlib.h>

#include "support/command.h"
#include "support/expected.h"
#include "support/suite.h"

#define DATA LL_TESTS_DIR "/house/data/tool-names/"

START_TEST(a_tools_name_outside_of_its_row_is_reported)
{
    char *expected = read_text(DATA "broken.expected");
    assert_script("check-tool-names", DATA "broken", 1, expected);
    free(expected);
}
END_TEST

START_TEST(our_sources_know_tools_by_their_roles)
{
    static const char *const sources[] = {DATA "good", LL_SOURCE_DIR "/src"};
    assert_script("check-tool-names", sources[_i], 0, "");
}
END_TEST

START_TEST(a_folder_without_tools_is_an_error)
{
    assert_script("check-tool-names", DATA "good/grade", 2, NULL);
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
