/* SPDX-License-Identifier: MIT
 *
 * What UndefinedBehaviorSanitizer really wrote (data/ubsan, made by
 * data/ubsan/regenerate) against the findings that we read in it, and what no program
 * of ours makes it write. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/reports.h"
#include "support/suite.h"

static char *cases[REPORTS_CASES_MAX];
static size_t case_count;

static const struct ll_tool *ubsan(void)
{
    return ll_tool_find("ubsan");
}

START_TEST(a_captured_report_is_read)
{
    check_case("ubsan", cases[_i], "clang", ubsan());
}
END_TEST

/* What the system made of a NULL pointer stands below what the check said of it. */
START_TEST(the_words_of_a_sequel_are_kept)
{
    struct ll_findings findings = parse_report("ubsan", "write-null", "clang", ubsan());
    ck_assert_uint_eq(findings.diags.count, 1);
    const struct ll_witness *witness = &findings.diags.items[0].witnesses[0];
    ck_assert_str_eq(witness->tool, "ubsan");
    ck_assert_ptr_eq(strstr(witness->raw, "/home/ada/ub_operations.c:57:15: runtime "
                                          "error: member access within null pointer"),
                     witness->raw);
    ck_assert_ptr_nonnull(strstr(witness->raw, "\n==1==ERROR: Undefined"));
    ck_assert_ptr_null(strstr(witness->raw, "__wrap_main"));
    ll_findings_release(&findings);
}
END_TEST

#define OF "/a/p.c:3:7: runtime error: "
#define AT "    #0 0x4 in f /a/p.c:3:9\n    #1 0x4 in main /a/p.c:9:2\n\n"
#define END "SUMMARY: UndefinedBehaviorSanitizer: undefined-behavior /a/p.c:3:7 in \n"
#define CRASH                                                                          \
    "==1==ERROR: UndefinedBehaviorSanitizer: SEGV on unknown address 0x0 (pc 0x1)\n"
#define CRASHED "SUMMARY: UndefinedBehaviorSanitizer: SEGV /a/p.c:3:9 in f\n"
#define STACK "at=f:p.c:3<main:p.c:9 "
#define DONE "started 1\nfinished 0\n"

static const struct made_text texts[] = {
    {"", "", "missing note=\"the program did not get as far as main\"", LL_END_EXITED},
    {"started 1\n", "", "replaced", LL_END_EXITED},
    {"started 1\n", "",
     "cut note=\"the program was killed by a signal before its end\"",
     LL_END_SIGNALLED},
    {DONE, "", "complete\n", LL_END_EXITED},
    /* An unknown message is never lost. */
    {DONE, OF "brand new fault of 3 kinds\n" AT END,
     "complete\nother " STACK "what=\"brand new fault of 3 kinds\"\n", LL_END_EXITED},
    {DONE, OF "\n" AT END, "complete\nother " STACK "what=\"\"\n", LL_END_EXITED},
    {DONE,
     "==1==ERROR: UndefinedBehaviorSanitizer: brand-new on address 0x602 at pc 0x1\n" AT
     "SUMMARY: UndefinedBehaviorSanitizer: brand-new p.c:3 in main\n",
     "complete\nother " STACK "what=\"brand-new\"\n", LL_END_EXITED},
    /* clang with optimisation, and gcc */
    {DONE,
     OF "load of address 0x7ffd3 with insufficient space for an object of type 'int'\n"
        "0x7ffd3: note: pointer points here\n 00 00\n  ^ \n" AT END,
     "complete\ninvalid-read " STACK
     "what=\"load of address with insufficient space for an object of type 'int'\"\n",
     LL_END_EXITED},
    {DONE, OF "store to address 0x7ffd3 with insufficient space for\n" AT END,
     "complete\ninvalid-write " STACK, LL_END_EXITED},
    {DONE, OF "pointer index expression with base 0x10 overflowed to 0x0a\n" AT END,
     "complete\nother " STACK
     "what=\"pointer index expression with base an address overflowed to an address\"",
     LL_END_EXITED},
    /* Without a stack, the place is that of the operation; without that, there is none.
     */
    {DONE, OF "division by zero\n" END,
     "complete\ndivision-by-zero at=?:p.c:3 what=\"division by zero\"\n",
     LL_END_EXITED},
    {DONE, "<unknown>: runtime error: division by zero\n" END,
     "complete\ndivision-by-zero what=\"division by zero\"\n", LL_END_EXITED},
    {DONE, ": runtime error: division by zero\n" END, "complete\ndivision-by-zero ",
     LL_END_EXITED},
    {DONE, "p.c:99999999999999999999:x: runtime error: e\n" END, "complete\nother ",
     LL_END_EXITED},
    /* It ends there. */
    {"started 1\n",
     OF "execution reached the end of a value-returning function without returning a "
        "value\n" AT END,
     "complete\nother ", LL_END_EXITED},
    {"started 1\n", OF "division by zero\n" AT END, "replaced", LL_END_EXITED},
    /* Of one place: one fault. Elsewhere, or by another way: two. */
    {DONE,
     OF "member access within null pointer of type 'struct s'\n" AT END OF
        "load of null pointer of type 'int'\n" AT END CRASH AT CRASHED,
     "complete\ninvalid-read signal=11 place=nothing,null " STACK
     "what=\"member access within null pointer of type 'struct s'\"\n",
     LL_END_EXITED},
    {DONE,
     OF "division by zero\n" AT END CRASH
        "    #0 0x1 in strlen x.c:1:1\n    #1 0x4 in f /a/p.c:3:9\n"
        "    #2 0x4 in main /a/p.c:9:2\n" CRASHED,
     "complete\ndivision-by-zero signal=11 " STACK, LL_END_EXITED},
    {DONE,
     OF "division by zero\n" AT END CRASH
        "    #0 0x4 in f /a/p.c:4:9\n    #1 0x4 in main /a/p.c:9:2\n" CRASHED,
     "complete\ndivision-by-zero " STACK "what=\"division by zero\"\ncrash signal=11 ",
     LL_END_EXITED},
    {DONE,
     OF "division by zero\n" AT END CRASH
        "    #0 0x4 in f /a/p.c:3:9\n    #1 0x4 in main /a/p.c:8:2\n" CRASHED,
     "complete\ndivision-by-zero " STACK "what=\"division by zero\"\ncrash signal=11 ",
     LL_END_EXITED},
    {DONE, OF "division by zero\n" AT END OF "shift exponent 32\n" AT END,
     "complete\ndivision-by-zero " STACK "what=\"division by zero\"\nbad-shift " STACK
     "what=\"shift exponent 32\"\n",
     LL_END_EXITED},
    /* A crash by itself, and what nobody writes after one. */
    {DONE, CRASH AT CRASHED, "complete\ncrash signal=11 ", LL_END_EXITED},
    {DONE, CRASH AT CRASHED CRASH AT CRASHED, "junk", LL_END_EXITED},
    {DONE, CRASH AT CRASHED OF "division by zero\n" AT END, "junk", LL_END_EXITED},
    {DONE, OF "division by zero\n" AT, "cut note=\"a report stops before its end\"",
     LL_END_EXITED},
    {DONE, OF "division by zero", "complete\n", LL_END_EXITED}, /* half a line */
    {DONE, "==1==UndefinedBehaviorSanitizer: CHECK failed: ubsan.cpp:1\n",
     "tool-crashed note=\"UndefinedBehaviorSanitizer itself failed\"", LL_END_EXITED},
    {DONE, "runtime error: \n\xff\xfe: \n#\n    #0\n0x1: note: pointer points here\n",
     "complete\n", LL_END_EXITED},
};

START_TEST(a_made_up_text_is_read)
{
    check_made_text(ubsan(), &texts[_i]);
}
END_TEST

/* Cut anywhere, a report is whole only between two faults, and tells no more than the
 * whole one. */
START_TEST(a_cut_report_is_never_whole)
{
    char *report = read_report("ubsan", "several", "clang");
    char *text = strstr(report, "--- ubsan.1\n") + strlen("--- ubsan.1\n");
    size_t all = strlen(text);
    struct folder folder = folder_new();
    folder_put(&folder, "mark", DONE, strlen(DONE));
    for (size_t length = 0; length <= all; length += 17) {
        folder_put(&folder, "ubsan.1", text, length);
        char saved = text[length];
        text[length] = '\0';
        size_t begun = 0, ended = 0;
        for (char *at = text; (at = strstr(at, ": runtime error: ")); at++)
            begun += strchr(at, '\n') != NULL;
        for (char *at = text; (at = strstr(at, "SUMMARY: ")); at++)
            ended += strchr(at, '\n') != NULL;
        text[length] = saved;
        struct ll_findings cut = folder_parse(&folder, ubsan());
        ck_assert_int_eq(cut.complete, begun > ended ? LL_REPORT_CUT : LL_COMPLETE);
        ck_assert_uint_eq(cut.diags.count, begun);
        ll_findings_release(&cut);
    }
    folder_free(&folder);
    free(report);
}
END_TEST

START_TEST(a_flood_is_read_to_its_bound)
{
    struct folder folder = folder_new();
    struct ll_buf text = LL_BUF_INIT;
    for (int i = 0; i < 5000; i++)
        ll_buf_addf(&text, "/a/p.c:%d:7: runtime error: division by zero\n" END, i + 1);
    folder_put(&folder, "mark", DONE, strlen(DONE));
    folder_put(&folder, "ubsan.1", text.data, text.len);
    struct ll_findings findings = folder_parse(&folder, ubsan());
    ck_assert_int_eq(findings.complete, LL_REPORT_CUT);
    ck_assert_uint_eq(findings.diags.count, 1024);
    ck_assert_ptr_nonnull(strstr(findings.note, "more reports"));
    ll_findings_release(&findings);

    /* and a sequel without end */
    ll_buf_clear(&text);
    for (int i = 0; i < 5000; i++)
        ll_buf_puts(&text, OF "load of null pointer of type 'int'\n" AT END);
    folder_put(&folder, "ubsan.1", text.data, text.len);
    findings = folder_parse(&folder, ubsan());
    ck_assert_uint_eq(findings.diags.count, 1);
    ck_assert_uint_le(strlen(findings.diags.items[0].witnesses[0].raw), 128 * 1024);
    ll_findings_release(&findings);
    ll_buf_release(&text);
    folder_free(&folder);
}
END_TEST

START_TEST(each_blind_kind_has_a_reason)
{
    static const enum ll_kind kinds[] = {LL_SIGNED_OVERFLOW, LL_BAD_SHIFT,
                                         LL_DIVISION_BY_ZERO, LL_OTHER};
    assert_sees_only(ubsan(), kinds, sizeof kinds / sizeof *kinds);
}
END_TEST

int main(void)
{
    case_count = list_cases("ubsan", "clang", 32, cases);
    TCase *tcase = case_create("ubsan");
    tcase_add_loop_test(tcase, a_captured_report_is_read, 0, (int)case_count);
    tcase_add_test(tcase, the_words_of_a_sequel_are_kept);
    tcase_add_loop_test(tcase, a_made_up_text_is_read, 0,
                        sizeof texts / sizeof texts[0]);
    tcase_add_test(tcase, a_cut_report_is_never_whole);
    tcase_add_test(tcase, a_flood_is_read_to_its_bound);
    tcase_add_test(tcase, each_blind_kind_has_a_reason);
    Suite *suite = suite_create("ubsan");
    suite_add_tcase(suite, tcase);
    int status = suite_run(suite);
    free_cases(cases, case_count);
    return status;
}
