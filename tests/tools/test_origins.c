/* SPDX-License-Identifier: MIT
 *
 * Which variable or block an unset value comes from becomes part of the diagnosis that
 * another tool made. The programs are in origins/. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "diag/explain.h"
#include "support/labelled.h"
#include "support/suite.h"

static void look_at(const char *program)
{
    const struct ll_tool *tools[] = {ll_tool_find("memcheck"), NULL};
    run_labelled("tools/origins", program, tools);
}

/* `origin`: the label of the line where the value comes from. */
static const struct {
    const char *program, *origin, *variable, *declared;
    const char *headline;
} origins[] = {
    {"local", "declared", "seen", "local.c:6, in count",
     "`seen[1]` was used before it was set"},
    {"block", "allocated", NULL, NULL, "`node->next` was used before it was set"},
    {"copied", "allocated", NULL, NULL, "`first` was used, and its value is unset"},
    {"returned", "declared", "status", "returned.c:9, in main",
     "`status[1]` was used before it was set"},
    {"exited", "declared", "status", "exited.c:9, in main",
     "`status[1]` was used before it was set"},
    {"written", "declared", "line", "written.c:8, in main",
     "a part of `line` was used before it was set"},
    {"system_call", "declared", "line", "system_call.c:8, in main",
     "a part of `line` was used before it was set"},
};

START_TEST(an_unset_value_is_told_with_its_origin)
{
    look_at(origins[_i].program);
    ck_assert_uint_eq(result.run_count, 2);
    ck_assert_int_eq(result.verdict, LL_FAIL);
    ck_assert_uint_eq(result.diags.count, 1);
    const struct ll_diag *diag = &result.diags.items[0];
    struct ll_buf words = LL_BUF_INIT;
    ll_diag_headline(diag, &words);
    ck_assert_int_eq(diag->kind, LL_UNINITIALISED);
    ck_assert_uint_eq(diag->witness_count, 2);
    ck_assert_uint_eq(own_line(&diag->at), line_of("use"));
    ck_assert_uint_eq(own_line(&diag->allocated), line_of(origins[_i].origin));
    ck_assert_pstr_eq(diag->variable, origins[_i].variable);
    ck_assert_pstr_eq(diag->declared, origins[_i].declared);
    ck_assert_str_eq(ll_buf_text(&words), origins[_i].headline);
    ll_buf_clear(&words);
    ll_explain_diag(diag, &words);
    ck_assert_int_eq(strstr(ll_buf_text(&words), "memory from malloc starts") != NULL,
                     diag->variable == NULL);
    ll_buf_release(&words);
}
END_TEST

static const char *const unexplained[] = {"elsewhere", "nested"};

/* What the second look says of other places, or cannot say, is left out. */
START_TEST(a_look_that_explains_nothing_leaves_no_trace)
{
    look_at(unexplained[_i]);
    ck_assert_uint_eq(result.run_count, 1);
    ck_assert_int_eq(result.verdict, LL_FAIL);
    ck_assert_uint_eq(result.diags.count, 1);
    const struct ll_diag *diag = &result.diags.items[0];
    ck_assert_uint_eq(own_line(&diag->at), line_of("use"));
    ck_assert_uint_eq(diag->witness_count, 1);
    ck_assert_ptr_null(diag->variable);
}
END_TEST

START_TEST(nothing_is_looked_at_twice_without_need)
{
    look_at("set");
    ck_assert_int_eq(result.verdict, LL_PASS);
    ck_assert_uint_eq(result.run_count, 1);
}
END_TEST

static bool is_there(const char *name)
{
    char *version = ll_tool_find(name)->version(NULL);
    free(version);
    return version != NULL;
}

int main(void)
{
    if (!is_there("memcheck") || !is_there("msan"))
        return skip_suite("memcheck or MemorySanitizer is missing");
    Suite *suite = suite_create("origins");
    TCase *tcase = case_create("unset values");
    tcase_add_checked_fixture(tcase, labelled_setup, labelled_teardown);
    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, an_unset_value_is_told_with_its_origin, 0,
                        sizeof origins / sizeof *origins);
    tcase_add_loop_test(tcase, a_look_that_explains_nothing_leaves_no_trace, 0,
                        sizeof unexplained / sizeof *unexplained);
    tcase_add_test(tcase, nothing_is_looked_at_twice_without_need);
    return suite_run(suite);
}
