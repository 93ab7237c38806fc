/* SPDX-License-Identifier: MIT
 *
 * The table of tools: what must hold for every row. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "support/suite.h"
#include "tools/tool.h"

START_TEST(each_role_has_exactly_one_row)
{
    enum ll_tool_role role = (enum ll_tool_role)_i;
    size_t rows = 0;
    for (const struct ll_tool *const *tool = ll_tools; *tool != NULL; tool++)
        rows += (*tool)->role == role;
    ck_assert_uint_eq(rows, 1);
    ck_assert_int_eq(ll_tool_for(role)->role, role);
}
END_TEST

START_TEST(a_row_without_a_role_is_not_found_by_it)
{
    ck_assert_ptr_null(ll_tool_for(LL_TOOL_NO_ROLE));
}
END_TEST

START_TEST(each_name_stands_for_one_row)
{
    for (const struct ll_tool *const *tool = ll_tools; *tool != NULL; tool++)
        ck_assert_ptr_eq(ll_tool_find((*tool)->name), *tool);
    ck_assert_ptr_null(ll_tool_find("no-such-tool"));
}
END_TEST

START_TEST(each_row_can_be_run_and_read)
{
    for (const struct ll_tool *const *tool = ll_tools; *tool != NULL; tool++) {
        ck_assert_ptr_nonnull((*tool)->title);
        ck_assert_ptr_nonnull((*tool)->compiler);
        ck_assert((*tool)->version != NULL);
        ck_assert((*tool)->prepare != NULL);
        ck_assert((*tool)->parse != NULL);
    }
}
END_TEST

/* The grader reads from memory, and asks what a tool cannot see. */
START_TEST(the_graders_tools_have_what_it_needs)
{
    static const enum ll_tool_role roles[] = {LL_TOOL_WATCHER, LL_TOOL_BUILT_IN,
                                              LL_TOOL_EXPLAINER};
    const struct ll_tool *tool = ll_tool_for(roles[_i]);
    ck_assert(tool->read != NULL);
    ck_assert(tool->blind != NULL);
    ck_assert_int_eq(tool->is_built_in, roles[_i] == LL_TOOL_BUILT_IN);
    ck_assert_int_eq(tool->explains_leaks, roles[_i] == LL_TOOL_EXPLAINER);
    ck_assert_int_eq(tool->folder != NULL, roles[_i] == LL_TOOL_EXPLAINER);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tools");
    TCase *rows = case_create("rows");
    tcase_add_loop_test(rows, each_role_has_exactly_one_row, LL_TOOL_BARE,
                        LL_TOOL_ROLE_COUNT);
    tcase_add_test(rows, a_row_without_a_role_is_not_found_by_it);
    tcase_add_test(rows, each_name_stands_for_one_row);
    tcase_add_test(rows, each_row_can_be_run_and_read);
    tcase_add_loop_test(rows, the_graders_tools_have_what_it_needs, 0, 3);
    suite_add_tcase(suite, rows);
    return suite_run(suite);
}
