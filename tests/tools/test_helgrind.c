/* SPDX-License-Identifier: MIT
 *
 * Reports that helgrind really wrote, in data/helgrind/: see `regenerate` there. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session/session.h"
#include "support/dump.h"
#include "support/reports.h"
#include "support/suite.h"
#include "tools/valgrind_text.h"

static const struct ll_tool *tool;
static char *cases[REPORTS_CASES_MAX];
static size_t case_count;

static void setup(void)
{
    tool = ll_tool_for(LL_TOOL_RACES);
    ck_assert_ptr_nonnull(tool);
}

START_TEST(a_captured_report_says_what_is_expected)
{
    check_case("helgrind", cases[_i], "gcc", tool);
}
END_TEST

/* The report is the log, too. */
START_TEST(a_report_in_memory_says_what_its_file_says)
{
    char *captured = read_report("helgrind", "races", "gcc");
    char *text = report_section(captured, "helgrind.100.txt");
    char *expected = report_section(captured, "expected");
    struct ll_ended ended = {.how = LL_END_EXITED};
    struct ll_buf report = LL_BUF_INIT, log = LL_BUF_INIT, out = LL_BUF_INIT;
    struct ll_findings findings = {0};
    ll_buf_puts(&report, text);
    ck_assert_int_eq(tool->read(&ended, &report, &log, &findings, NULL), 0);
    ll_dump_findings(&findings, &out);
    ck_assert_str_eq(ll_buf_text(&out), expected);
    ll_findings_release(&findings);
    ll_buf_release(&report);
    ll_buf_release(&log);
    ll_buf_release(&out);
    free(expected);
    free(text);
    free(captured);
}
END_TEST

START_TEST(an_empty_report_is_never_clean)
{
    struct ll_ended ended = {.how = LL_END_EXITED};
    struct ll_buf report = LL_BUF_INIT, log = LL_BUF_INIT;
    struct ll_findings findings = {0};
    ck_assert_int_eq(tool->read(&ended, &report, &log, &findings, NULL), 0);
    ck_assert_int_ne(findings.complete, LL_COMPLETE);
    ll_findings_release(&findings);
}
END_TEST

START_TEST(a_cut_report_is_never_whole)
{
    char *captured = read_report("helgrind", "races", "gcc");
    char *text = report_section(captured, "helgrind.100.txt");
    size_t whole = (size_t)(strstr(text, "ERROR SUMMARY:") - text);
    for (size_t cut = 0; cut < strlen(text); cut += 7) {
        struct ll_valgrind_report report = {0};
        char *copy = strndup(text, cut);
        ck_assert_ptr_nonnull(copy);
        ck_assert_int_eq(ll_valgrind_read_text("helgrind", copy, cut, &report, NULL),
                         0);
        ck_assert_msg(cut > whole || report.end != LL_VALGRIND_WHOLE, "at %zu", cut);
        ll_valgrind_report_release(&report);
        free(copy);
    }
    free(text);
    free(captured);
}
END_TEST

START_TEST(other_processes_and_the_programs_own_lines_are_passed_over)
{
    char text[] = "==7== Helgrind\n"
                  "==7== Parent PID: 3\n"
                  "==8== ERROR SUMMARY: 0 errors from 0 contexts\n"
                  "Possible data race during write of size 8 at 0x1 by thread #1\n"
                  "==7== ----------------------------------------------------------\n"
                  "==7== Thread #1: pthread_cond_signal: dubious: not held\n"
                  "==7==    at 0x1: main (/src/a.c:3)\n";
    struct ll_valgrind_report report = {0};
    ck_assert_int_eq(
        ll_valgrind_read_text("helgrind", text, strlen(text), &report, NULL), 0);
    ck_assert_int_eq(report.end, LL_VALGRIND_CUT_BETWEEN);
    ck_assert_int_eq(report.parent, 3);
    ck_assert_uint_eq(report.diags.count, 0);
    ll_valgrind_report_release(&report);
}
END_TEST

START_TEST(it_is_asked_for_by_name_or_by_a_lesson)
{
    ck_assert(!tool->by_default && !tool->explains_leaks && !tool->explains_unset);
    ck_assert(!ll_tool_is_default(tool, false) && !ll_tool_is_default(tool, true));
    ck_assert_ptr_null(tool->blind(LL_DATA_RACE));
    ck_assert_ptr_null(tool->blind(LL_LOCK_MISUSE));
    ck_assert_ptr_nonnull(tool->blind(LL_DEFINITELY_LOST));
    ck_assert_ptr_nonnull(tool->blind(LL_THREAD_LEAK));
}
END_TEST

/* A race is found by what puts one use before another, not by luck: ten runs say so. */
START_TEST(a_race_is_found_in_every_run)
{
    const struct ll_tool *const tools[] = {tool, NULL};
    struct ll_error err = {0};
    struct ll_session session = LL_SESSION_INIT;
    struct ll_subject subject = {0};
    session.no_cache = true;
    subject.name = strdup("data-race");
    ck_assert_int_eq(
        ll_subject_add_source(&subject, LL_TESTS_DIR "/tools/kinds/data-race.c", &err),
        0);
    for (int i = 0; i < 10; i++) {
        struct ll_result result = {0};
        ck_assert_int_eq(ll_session_run_one(&session, &subject, tools, &result, &err),
                         0);
        ck_assert_uint_eq(result.diags.count, 1);
        const struct ll_diag *diag = &result.diags.items[0];
        ck_assert_int_eq(diag->kind, LL_DATA_RACE);
        ck_assert_str_eq(diag->variable, "count");
        ck_assert(diag->at.count > 0 && diag->other.count > 0);
        ck_assert(diag->other_thread.writes && diag->thread.started.count > 0);
        ll_result_release(&result);
    }
    ll_subject_release(&subject);
}
END_TEST

int main(void)
{
    case_count = list_cases("helgrind", "gcc", 7, cases);
    Suite *suite = suite_create("helgrind");
    TCase *group = case_create("helgrind");
    tcase_add_checked_fixture(group, setup, NULL);
    tcase_add_loop_test(group, a_captured_report_says_what_is_expected, 0,
                        (int)case_count);
    tcase_add_test(group, a_report_in_memory_says_what_its_file_says);
    tcase_add_test(group, an_empty_report_is_never_clean);
    tcase_add_test(group, a_cut_report_is_never_whole);
    tcase_add_test(group, other_processes_and_the_programs_own_lines_are_passed_over);
    tcase_add_test(group, it_is_asked_for_by_name_or_by_a_lesson);
    tcase_add_test(group, a_race_is_found_in_every_run);
    suite_add_tcase(suite, group);
    int status = suite_run(suite);
    free_cases(cases, case_count);
    return status;
}
