/* SPDX-License-Identifier: MIT
 *
 * A program run with no tool: what it really left (data/plain), and from end to end. */
#include <stdlib.h>
#include <string.h>

#include "support/programs.h"
#include "support/reports.h"
#include "support/suite.h"

static char *cases[REPORTS_CASES_MAX];
static size_t case_count;

static const struct ll_tool *plain(void)
{
    const struct ll_tool *tool = ll_tool_find("plain");
    ck_assert_ptr_nonnull(tool);
    return tool;
}

START_TEST(a_captured_run_is_read)
{
    check_case("plain", cases[_i], "gcc", plain());
}
END_TEST

/* ---- what no program of ours leaves -------------------------------------------- */

static const struct {
    const char *mark;
    const char *expected; /* the dump begins so */
    enum ll_end how;
} marks[] = {
    {"", "missing note=\"the program did not get as far as main\"", LL_END_EXITED},
    {"", "missing", LL_END_NOT_STARTED},
    {"started", "missing", LL_END_EXITED},
    {"started 1\n", "replaced", LL_END_EXITED},
    {"started 1\nfinished", "replaced", LL_END_EXITED},
    {"started 1\nfinished 0\nstarted 1\n", "complete\n", LL_END_EXITED},
    {"finished 0\nstarted 1\n", "missing", LL_END_EXITED},
    {"started 1\n", "cut note=\"the program was stopped before its end\"",
     LL_END_TIMEOUT},
    {"started 1\n", "complete\ncrash signal=11", LL_END_SIGNALLED},
    {"", "complete\ncrash signal=11", LL_END_SIGNALLED},
};

START_TEST(a_made_up_mark_is_read)
{
    struct folder left = folder_new();
    left.ended.how = marks[_i].how;
    left.ended.signal = 11;
    folder_put(&left, "mark", marks[_i].mark, strlen(marks[_i].mark));
    char *found = folder_dump(&left, plain());
    ck_assert_msg(strncmp(found, marks[_i].expected, strlen(marks[_i].expected)) == 0,
                  "%s\nis not\n%s", found, marks[_i].expected);
    free(found);
    folder_free(&left);
}
END_TEST

/* Only the last line is told, and not without end. */
START_TEST(only_a_little_of_the_output_is_told)
{
    struct folder left = folder_new();
    left.ended = (struct ll_ended){.how = LL_END_SIGNALLED, .signal = 6};
    left.output = malloc(100001);
    memset(left.output, 'x', 100000);
    memcpy(left.output, "first\n", 6);
    strcpy(left.output + 99990, " \n\r\n  \n");
    struct ll_findings findings = folder_parse(&left, plain());
    const char *raw = findings.diags.items[0].witnesses[0].raw;
    ck_assert_ptr_nonnull(strstr(raw, "killed by signal 6 (SIGABRT)\n"));
    ck_assert_ptr_nonnull(strstr(raw, ":\nxxx"));
    ck_assert_ptr_null(strstr(raw, "first"));
    ck_assert_uint_lt(strlen(raw), 1000);
    ll_findings_release(&findings);

    strcpy(left.output, "\n \n");
    findings = folder_parse(&left, plain());
    ck_assert_str_eq(findings.diags.items[0].witnesses[0].raw,
                     "killed by signal 6 (SIGABRT)");
    ll_findings_release(&findings);
    folder_free(&left);
}
END_TEST

/* ---- from end to end ------------------------------------------------------------- */

static void run_under(const char *first, const char *second)
{
    const struct ll_tool *tools[] = {
        ll_tool_find(first), second == NULL ? NULL : ll_tool_find(second), NULL};
    ll_result_release(&result);
    ck_assert_msg(ll_session_run_one(&session, &subject, tools, &result, &err) == 0,
                  "%s", err.text);
}

START_TEST(what_a_user_sees_is_seen)
{
    add_source("twice.c", "#include <stdlib.h>\n"
                          "int main(void)\n"
                          "{\n"
                          "    char *p = malloc(8);\n"
                          "    free(p);\n"
                          "    free(p);\n"
                          "    return 0;\n"
                          "}\n");
    run_under("plain", NULL);
    ck_assert_int_eq(result.verdict, LL_FAIL);
    ck_assert_uint_eq(result.diags.count, 1);
    ck_assert_int_eq(result.diags.items[0].kind, LL_CRASH);
    ck_assert_uint_eq(result.diags.items[0].at.count, 0);
    ck_assert_ptr_nonnull(strstr(result.diags.items[0].witnesses[0].raw,
                                 "by the program:\nfree(): double free"));
}
END_TEST

START_TEST(no_leak_is_seen)
{
    add_source("leaky.c", leaky_program);
    run_under("plain", NULL);
    ck_assert_int_eq(result.verdict, LL_PASS);
    ck_assert_uint_eq(result.runs[0].allocations, 0);
}
END_TEST

/* The crash that it sees has no place; the one that another tool sees, has. */
START_TEST(a_crash_is_one_with_that_of_other_tools)
{
    add_source("null.c", "int main(void) { int *volatile p = 0; *p = 1; return 0; }\n");
    static const char *const orders[][2] = {{"plain", "asan"}, {"asan", "plain"}};
    for (size_t i = 0; i < 2; i++) {
        run_under(orders[i][0], orders[i][1]);
        ck_assert_uint_eq(result.diags.count, 1);
        ck_assert_uint_eq(result.diags.items[0].witness_count, 2);
        ck_assert_uint_eq(result.diags.items[0].at.frames[0].line, 1);
        ck_assert(result.diags.items[0].place.is_null);
    }
}
END_TEST

START_TEST(the_plain_run_is_made_only_when_named)
{
    ck_assert(!plain()->by_default);
    for (int kind = 0; kind < LL_KIND_COUNT; kind++)
        ck_assert_int_eq(plain()->blind((enum ll_kind)kind) == NULL, kind == LL_CRASH);
}
END_TEST

int main(void)
{
    case_count = list_cases("plain", "gcc", 13, cases);
    TCase *read = case_create("read");
    tcase_add_loop_test(read, a_captured_run_is_read, 0, (int)case_count);
    tcase_add_loop_test(read, a_made_up_mark_is_read, 0, sizeof marks / sizeof *marks);
    tcase_add_test(read, only_a_little_of_the_output_is_told);
    TCase *end = case_create("end to end");
    tcase_add_checked_fixture(end, programs_setup, programs_teardown);
    tcase_add_test(end, what_a_user_sees_is_seen);
    tcase_add_test(end, no_leak_is_seen);
    tcase_add_test(end, a_crash_is_one_with_that_of_other_tools);
    tcase_add_test(end, the_plain_run_is_made_only_when_named);
    Suite *suite = suite_create("plain");
    suite_add_tcase(suite, read);
    suite_add_tcase(suite, end);
    int status = suite_run(suite);
    free_cases(cases, case_count);
    return status;
}
