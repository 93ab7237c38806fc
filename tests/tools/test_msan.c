/* SPDX-License-Identifier: MIT
 *
 * What MemorySanitizer really wrote (data/msan, made by data/msan/regenerate) against
 * the findings that we read in it, and what no program of ours makes it write. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/reports.h"
#include "support/suite.h"

static char *cases[REPORTS_CASES_MAX];
static size_t case_count;

static const struct ll_tool *msan(void)
{
    return ll_tool_find("msan");
}

START_TEST(a_captured_report_is_read)
{
    check_case("msan", cases[_i], "clang", msan());
}
END_TEST

/* With the line before the fault, and without what stands below main. */
START_TEST(the_tools_words_are_kept)
{
    struct ll_findings findings = parse_report("msan", "written", "clang", msan());
    ck_assert_uint_eq(findings.diags.count, 1);
    const struct ll_witness *witness = &findings.diags.items[0].witnesses[0];
    ck_assert_str_eq(witness->tool, "msan");
    ck_assert_ptr_eq(strstr(witness->raw, "Uninitialized bytes in __interceptor_write"),
                     witness->raw);
    ck_assert_ptr_nonnull(strstr(witness->raw, "\n==1==WARNING: MemorySanitizer: "));
    ck_assert_ptr_nonnull(strstr(witness->raw, "was stored to memory at\n"));
    ck_assert_ptr_null(strstr(witness->raw, "__wrap_main"));
    ll_findings_release(&findings);
}
END_TEST

#define UNSET "==1==WARNING: MemorySanitizer: use-of-uninitialized-value\n"
#define AT "    #0 0x4 in main p.c:3:4\n\n"
#define END "SUMMARY: MemorySanitizer: use-of-uninitialized-value p.c:3:4 in main\n"
#define SEEN "complete\nuninitialised "
#define WHAT "what=\"use-of-uninitialized-value\"\n"

static const struct made_text texts[] = {
    {"", "", "missing note=\"the program did not get as far as main\"", LL_END_EXITED},
    {"started 1\n", "", "replaced", LL_END_EXITED},
    {"started 1\n", "",
     "cut note=\"the program was killed by a signal before its end\"",
     LL_END_SIGNALLED},
    {"started 1\nfinished 7\n", "", "complete\n", LL_END_EXITED},
    /* _exit in a signal handler: only a leak check has to be left out there */
    {"started 1\nunchecked 7\n", "", "complete\n", LL_END_EXITED},
    /* clang 15 and later */
    {"started 1\n",
     UNSET AT "  Uninitialized value was created by an allocation of 'n' in the stack "
              "frame\n    #0 0x4 in main p.c:2:7\n\n" END,
     SEEN "place=stack at=main:p.c:3 variable=\"n\" " WHAT, LL_END_EXITED},
    {"started 1\n", UNSET AT "  Memory was marked as uninitialized\n" AT END,
     SEEN "at=main:p.c:3 " WHAT, LL_END_EXITED},
    {"started 1\n", UNSET AT END, SEEN "at=main:p.c:3 " WHAT, LL_END_EXITED},
    {"started 1\n", UNSET AT "  Uninitialized value was created by a new kind\n" AT END,
     SEEN "at=main:p.c:3 " WHAT, LL_END_EXITED},
    {"started 1\n",
     UNSET AT "  Uninitialized value was created by an allocation of '\n" END,
     SEEN "at=main:p.c:3 " WHAT, LL_END_EXITED},
    /* Another kind of report is never lost. */
    {"started 1\n",
     "==1==ERROR: MemorySanitizer: brand-new-fault on address 0x602 at pc 0x1\n" AT
     "SUMMARY: MemorySanitizer: brand-new-fault p.c:3 in main\n",
     "complete\nother at=main:p.c:3 what=\"brand-new-fault\"\n", LL_END_EXITED},
    {"started 1\n",
     "==1==WARNING: MemorySanitizer: brand-new-fault\n" AT
     "SUMMARY: MemorySanitizer: brand-new-fault p.c:3 in main\n",
     "complete\nother at=main:p.c:3 what=\"brand-new-fault\"\n", LL_END_EXITED},
    /* It is no fault of the program's. */
    {"started 1\n", "==1==MemorySanitizer: CHECK failed: msan.cpp:1 \"((0)) != (0)\"\n",
     "tool-crashed note=\"MemorySanitizer itself failed\"", LL_END_EXITED},
    {"", "FATAL: MemorySanitizer can not mmap the shadow memory.\n",
     "tool-crashed note=\"MemorySanitizer itself failed\"", LL_END_EXITED},
    {"started 1\nfinished 1\n",
     "==1==WARNING: MemorySanitizer failed to allocate 0x7f bytes\n", "complete\n",
     LL_END_EXITED},
    /* Doubled, cut, and without sense. */
    {"started 1\n", UNSET AT END UNSET AT END, "junk", LL_END_EXITED},
    {"started 1\n", UNSET AT, "cut note=\"a report stops before its end\"\nuninit",
     LL_END_EXITED},
    {"started 1\n", "SUMMARY: MemorySanitizer: use-of-uninitialized-value\n",
     "replaced", LL_END_EXITED},
    {"started 1\nfinished 1\n",
     "Uninitialized bytes in\nUninitialized bytes in \nUninitialized value \n"
     "Uninitialized value was created by \n  \xff\xfe\n#\n    #0\nWARNING: \n",
     "complete\n", LL_END_EXITED},
};

START_TEST(a_made_up_text_is_read)
{
    check_made_text(msan(), &texts[_i]);
}
END_TEST

/* Cut anywhere, a report is not whole. */
START_TEST(a_cut_report_is_never_whole)
{
    char *report = read_report("msan", "written", "clang");
    char *text = strstr(report, "--- msan.1\n") + strlen("--- msan.1\n");
    size_t error = (size_t)(strchr(strstr(text, "WARNING: "), '\n') - text);
    size_t end = (size_t)(strstr(text, "\nSUMMARY: ") - text) + 1;
    end += strcspn(text + end, "\n");
    struct folder folder = folder_new();
    folder_put(&folder, "mark", "started 1\n", 10);
    for (size_t length = 0; length <= end; length += 7) {
        folder_put(&folder, "msan.1", text, length);
        struct ll_findings cut = folder_parse(&folder, msan());
        ck_assert_int_eq(cut.complete, length > error ? LL_REPORT_CUT : LL_REPLACED);
        ck_assert_uint_eq(cut.diags.count, length > error);
        ll_findings_release(&cut);
    }
    folder_free(&folder);
    free(report);
}
END_TEST

START_TEST(each_blind_kind_has_a_reason)
{
    static const enum ll_kind kinds[] = {LL_UNINITIALISED};
    assert_sees_only(msan(), kinds, 1);
}
END_TEST

int main(void)
{
    case_count = list_cases("msan", "clang", 26, cases);
    TCase *tcase = case_create("msan");
    tcase_add_loop_test(tcase, a_captured_report_is_read, 0, (int)case_count);
    tcase_add_test(tcase, the_tools_words_are_kept);
    tcase_add_loop_test(tcase, a_made_up_text_is_read, 0,
                        sizeof texts / sizeof texts[0]);
    tcase_add_test(tcase, a_cut_report_is_never_whole);
    tcase_add_test(tcase, each_blind_kind_has_a_reason);
    Suite *suite = suite_create("msan");
    suite_add_tcase(suite, tcase);
    int status = suite_run(suite);
    free_cases(cases, case_count);
    return status;
}
