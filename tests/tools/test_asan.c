/* SPDX-License-Identifier: MIT
 *
 * What AddressSanitizer really wrote (data/asan/<case>.<compiler>.report, made by
 * data/asan/regenerate) against the findings that we read in it. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/reports.h"
#include "support/suite.h"

static char *cases[REPORTS_CASES_MAX];
static size_t case_count;

static const struct ll_tool *asan(void)
{
    const struct ll_tool *tool = ll_tool_find("asan");
    ck_assert_ptr_nonnull(tool);
    return tool;
}

START_TEST(a_captured_report_says_what_is_expected)
{
    check_case("asan", cases[_i], "gcc", asan());
    check_case("asan", cases[_i], "clang", ll_tool_find("clang-asan"));
}
END_TEST

/* Both compilers' words mean the same. */
START_TEST(both_compilers_reports_say_the_same)
{
    char kinds[2][64];
    for (int i = 0; i < 2; i++) {
        char *report = read_report("asan", cases[_i], i ? "clang" : "gcc");
        char *expected = report_section(report, "expected");
        const char *second = strchr(expected, '\n') + 1;
        snprintf(kinds[i], sizeof kinds[i], "%.*s", (int)strcspn(second, " \n"),
                 second);
        free(expected);
        free(report);
    }
    ck_assert_str_eq(kinds[0], kinds[1]);
}
END_TEST

/* The fault's own lines: no shadow bytes, nothing below main. */
START_TEST(the_witness_has_the_tools_own_words)
{
    struct ll_findings findings = parse_report("asan", "write-after", "gcc", asan());
    ck_assert_uint_eq(findings.diags.count, 1);
    const struct ll_diag *diag = &findings.diags.items[0];
    ck_assert_uint_eq(diag->witness_count, 1);
    ck_assert_str_eq(diag->witnesses[0].tool, "asan");
    const char *raw = diag->witnesses[0].raw;
    ck_assert_ptr_eq(strstr(raw, "==1==ERROR: AddressSanitizer: heap-buffer-"), raw);
    ck_assert_ptr_nonnull(strstr(raw, "\nWRITE of size 4 at "));
    ck_assert_ptr_nonnull(strstr(raw, " in numbers /home/ada/as_heap.c:9\n"));
    ck_assert_ptr_null(strstr(raw, "__wrap_main"));
    ck_assert_ptr_null(strstr(raw, "hadow"));
    ck_assert_str_eq(diag->at.frames[0].file, "/home/ada/as_heap.c");
    ll_findings_release(&findings);
}
END_TEST

/* Lost blocks stand one by one, each with its own words. */
START_TEST(each_leak_has_its_own_words)
{
    struct ll_findings findings = parse_report("asan", "list", "clang", asan());
    ck_assert_uint_eq(findings.diags.count, 4);
    for (size_t i = 0; i < findings.diags.count; i++) {
        const char *raw = findings.diags.items[i].witnesses[0].raw;
        const char *leak = strstr(raw, "irect leak of ");
        ck_assert_ptr_nonnull(leak);
        ck_assert_ptr_null(strstr(leak + 1, "irect leak of "));
    }
    ll_findings_release(&findings);
}
END_TEST

/* ---- what no program of ours writes -------------------------------------------- */

static const struct made_text texts[] = {
    {"", "", "missing note=\"the program did not get as far as main\"", LL_END_EXITED},
    {"", "", "missing", LL_END_NOT_STARTED},
    {"started 1\n", "", "replaced", LL_END_EXITED},
    {"started 1\n", "", "no-leak-check", LL_END_SIGNALLED},
    {"started 1\n", "", "cut", LL_END_TIMEOUT},
    {"started 1\n", "", "cut", LL_END_OUTPUT},
    {"started 1\nfinished 7\n", "", "complete allocations=7\n", LL_END_EXITED},
    {"started 1\nfinished 7\n", "", "complete allocations=7\n", LL_END_TIMEOUT},
    {"finished 7\n", "", "missing", LL_END_EXITED},
    {"started 1\nunchecked 7\n", "", "no-leak-check allocations=7", LL_END_EXITED},
    {"started 1\nfinished", "", "replaced", LL_END_EXITED},
    /* gcc 13 and later, clang 16 and later */
    {"started 1\n",
     "==1==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602 at pc 0x1\n"
     "READ of size 1 at 0x602 thread T0\n"
     "    #0 0x4 in main (/bin/p+0x4) (BuildId: 12)\n\n"
     "0x602 is located 3 bytes after 8-byte region [0x1,0x2)\n"
     "SUMMARY: AddressSanitizer: heap-buffer-overflow (/bin/p+0x4) in main\n",
     "complete\ninvalid-read access=1 place=heap,after,3/8 at=main "
     "what=\"heap-buffer-overflow\"\n",
     LL_END_EXITED},
    {"started 1\n",
     "==1==ERROR: AddressSanitizer: global-buffer-overflow on address 0x602 at pc 0x1\n"
     "READ of size 1 at 0x602 thread T0\n"
     "    #0 0x4 in main /a b/p q.c:3:4\n\n"
     "0x602 is located 9 bytes before global variable 'far' defined in 'p.c:9' (0x6) "
     "of "
     "size 8\n"
     "0x602 is located 2 bytes before global variable 'near' defined in 'p.c:8:2' "
     "(0x6) "
     "of size 4\n"
     "0x602 is located 5 bytes after global variable 'other' defined in 'p.c:7' (0x6) "
     "of "
     "size 2\n"
     "SUMMARY: AddressSanitizer: global-buffer-overflow p.c:3 in main\n",
     "complete\ninvalid-read access=1 place=global,before,2/4 at=main:p q.c:3 "
     "variable=\"near\" declared=\"p.c:8\" what=\"global-buffer-overflow\"\n",
     LL_END_EXITED},
    {"started 1\n",
     "==1==ERROR: AddressSanitizer: brand-new-fault on address 0x602 at pc 0x1\n"
     "    #0 0x4 in main p.c:3:4\n"
     "SUMMARY: AddressSanitizer: brand-new-fault p.c:3 in main\n",
     "complete\nother at=main:p.c:3 what=\"brand-new-fault\"\n", LL_END_EXITED},
    /* Above the frame of `fill`: it was called by what had room enough. */
    {"started 1\n",
     "==1==ERROR: AddressSanitizer: stack-overflow on address 0x7ffc29146000 (pc 0x55 "
     "bp 0x7ffc29144710 sp 0x7ffc291446e0 T0)\n"
     "    #0 0x4 in fill p.c:3:4\n"
     "SUMMARY: AddressSanitizer: stack-overflow p.c:3 in fill\n",
     "complete\ncrash signal=11 place=nothing at=fill:p.c:3 what=\"stack-overflow\"\n",
     LL_END_EXITED},
    {"started 1\n",
     "==1==ERROR: AddressSanitizer: stack-overflow on address 0x7ffc29144700 (pc 0x55 "
     "bp 0x7ffc29144710 sp 0x7ffc291446e0 T0)\n"
     "    #0 0x4 in fill p.c:3:4\n"
     "SUMMARY: AddressSanitizer: stack-overflow p.c:3 in fill\n",
     "complete\ncrash signal=11 place=stack at=fill:p.c:3 what=\"stack-overflow\"\n",
     LL_END_EXITED},
    {"started 1\n",
     "==1==ERROR: AddressSanitizer: out of memory: allocator is trying to allocate\n"
     "    #0 0x4 in main p.c:3:4\n",
     "cut note=\"a report stops before its end\"\nother at=main:p.c:3", LL_END_EXITED},
    {"started 1\nfinished 1\n", "==1==ERROR: LeakSanitizer: detected memory leaks\n",
     "cut", LL_END_EXITED},
    /* It failed before it could say more. */
    {"started 1\n",
     "=================================================================\n",
     "cut note=\"a report stops before its end\"", LL_END_EXITED},
    {"started 1\nfinished 1\n",
     "==1==LeakSanitizer has encountered a fatal error.\n==1==HINT: try\n",
     "tool-crashed", LL_END_EXITED},
    {"started 1\n",
     "==1==AddressSanitizer: CHECK failed: asan_x.cpp:1 \"((0)) != (0)\"\n",
     "tool-crashed", LL_END_EXITED},
    {"started 1\nfinished 1\n",
     "==1==WARNING: AddressSanitizer failed to allocate 0x1\n", "complete",
     LL_END_EXITED},
    {"started 1\n",
     "==1==ERROR: AddressSanitizer: SEGV on unknown address 0x0 (pc 0x1)\n"
     "SUMMARY: AddressSanitizer: SEGV a.c:1 in f\n"
     "==1==ERROR: AddressSanitizer: SEGV on unknown address 0x0 (pc 0x1)\n"
     "SUMMARY: AddressSanitizer: SEGV a.c:1 in f\n",
     "junk", LL_END_EXITED},
    /* An end without a beginning proves nothing. */
    {"started 1\n", "SUMMARY: AddressSanitizer: SEGV a.c:1 in f\n", "replaced",
     LL_END_EXITED},
    /* Numbers and frames that make no sense. */
    {"started 1\nfinished 1\n",
     "==1==ERROR: LeakSanitizer: detected memory leaks\n"
     "Direct leak of -99999999999999999999999 byte(s)\n"
     "    #0\n    #1 0x\n    #2 0x1 in\n    #3 0x1 in f\n    #4 0x1 in g :::::\n"
     "    #5 0x1 in h /a.c:99999999999:7\n"
     "Indirect leak of \n[\n['\n0x\nAddress 0x\nHint: \nREAD of size \n"
     "SUMMARY: \n",
     "complete allocations=1\n", LL_END_EXITED},
};

START_TEST(a_made_up_report_is_read_as_far_as_it_goes)
{
    check_made_text(asan(), &texts[_i]);
}
END_TEST

/* Cut anywhere, a report is never whole, and what it says is never wrong: it is a
 * part of what the whole one says. */
static void check_cuts(const char *name, const char *compiler)
{
    char *report = read_report("asan", name, compiler);
    char *text = strstr(report, "--- asan.1\n") + strlen("--- asan.1\n");
    size_t end = (size_t)(strstr(text, "\nSUMMARY: ") - text) + 1;
    end += strcspn(text + end, "\n");
    struct folder folder = folder_new();
    folder_put(&folder, "mark", "started 1\nfinished 1\n", 21);
    folder_put(&folder, "asan.1", text, strlen(text));
    struct ll_findings whole = folder_parse(&folder, asan());
    const char *rule = strchr(strstr(text, "=========="), '\n');
    for (size_t length = 0; length <= end; length++) {
        folder_put(&folder, "asan.1", text, length);
        struct ll_findings cut = folder_parse(&folder, asan());
        bool begun = text + length > rule;
        ck_assert_int_eq(cut.complete, begun ? LL_REPORT_CUT : LL_COMPLETE);
        ck_assert_uint_le(cut.diags.count, whole.diags.count);
        for (size_t i = 0; i < cut.diags.count; i++) {
            const struct ll_diag *part = &cut.diags.items[i];
            const struct ll_diag *full = &whole.diags.items[i];
            ck_assert(part->kind == full->kind || part->kind == LL_OTHER);
            ck_assert(part->bytes == full->bytes);
            ck_assert(part->access == full->access || part->access == 0);
            ck_assert_uint_le(part->at.count, full->at.count);
            ck_assert_uint_le(part->allocated.count, full->allocated.count);
        }
        ll_findings_release(&cut);
    }
    ll_findings_release(&whole);
    folder_free(&folder);
    free(report);
}

START_TEST(a_cut_report_is_never_whole)
{
    check_cuts("use-after-free", "gcc");
    check_cuts("fork", "clang");
}
END_TEST

/* Of one process, in memory: its completion mark is not asked for. */
static enum ll_complete complete_in_memory(const char *text, size_t length)
{
    struct ll_buf report = LL_BUF_INIT, log = LL_BUF_INIT;
    struct ll_ended ended = {.how = LL_END_EXITED};
    struct ll_findings findings = {0};
    ll_buf_add(&report, text, length);
    ck_assert_int_eq(asan()->read(&ended, &report, &log, &findings, NULL), 0);
    enum ll_complete complete = findings.complete;
    ll_findings_release(&findings);
    ll_buf_release(&report);
    return complete;
}

START_TEST(a_report_in_memory_needs_no_mark_but_an_end)
{
    static const char whole[] =
        "==1==ERROR: AddressSanitizer: SEGV on unknown address 0x0 (pc 0x1)\n"
        "SUMMARY: AddressSanitizer: SEGV a.c:1 in f\n";
    static const char broken[] = "==1==AddressSanitizer: CHECK failed: a.cpp:1\n";
    static const char with_nul[] = "==1==\0ERROR";
    size_t length = strlen(whole);
    char *twice = NULL;
    ck_assert_int_ge(asprintf(&twice, "%s%s", whole, whole), 0);
    ck_assert_int_eq(complete_in_memory("", 0), LL_COMPLETE);
    ck_assert_int_eq(complete_in_memory(whole, length), LL_COMPLETE);
    ck_assert_int_eq(complete_in_memory(whole, length - 1), LL_REPORT_CUT);
    ck_assert_int_eq(complete_in_memory(twice, 2 * length), LL_REPORT_JUNK);
    ck_assert_int_eq(complete_in_memory(with_nul, sizeof with_nul - 1), LL_REPORT_JUNK);
    ck_assert_int_eq(complete_in_memory(broken, strlen(broken)), LL_TOOL_CRASHED);
    free(twice);
}
END_TEST

/* What a program can do to fill our memory is bounded. */
START_TEST(a_flood_of_reports_stays_within_limits)
{
    struct folder folder = folder_new();
    folder_put(&folder, "mark", "started 1\nfinished 1\n", 21);
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_puts(&text, "==1==ERROR: AddressSanitizer: SEGV on address 0x1\n");
    for (int i = 0; i < 50000; i++)
        ll_buf_puts(&text, "    #1 0x1 in f /a.c:1\nHint: mind\n");
    for (int i = 0; i < 20000; i++)
        ll_buf_puts(&text, "Direct leak of 1 byte(s) in 1 object(s) allocated from:\n");
    ll_buf_puts(&text, "SUMMARY: AddressSanitizer: flood\n");
    folder_put(&folder, "asan.1", text.data, text.len);
    for (int i = 2; i < 100; i++) {
        char name[32];
        snprintf(name, sizeof name, "asan.%d", i);
        folder_put(&folder, name, "", 0);
    }
    struct ll_findings findings = folder_parse(&folder, asan());
    ck_assert_int_eq(findings.complete, LL_REPORT_CUT);
    ck_assert_uint_le(findings.diags.count, 1024);
    ck_assert_ptr_nonnull(strstr(findings.note, "more reports"));
    ck_assert_uint_le(findings.diags.items[0].at.count, 256);
    ck_assert_uint_lt(strlen(findings.diags.items[0].what), 1024);
    ck_assert_uint_le(strlen(findings.diags.items[0].witnesses[0].raw), 64 * 1024);
    ll_findings_release(&findings);
    ll_buf_release(&text);
    folder_free(&folder);
}
END_TEST

/* ---- the row ------------------------------------------------------------------- */

static const char *value_of(const struct ll_strings *env, const char *name)
{
    for (size_t i = 0; i < env->count; i++)
        if (strncmp(env->items[i], name, strlen(name)) == 0)
            return env->items[i] + strlen(name);
    ck_abort_msg("%s is not set", name);
    return NULL;
}

START_TEST(the_environment_decides_every_option)
{
    const char *const args[] = {"one", "two words", NULL};
    struct ll_tool_run run = {.dir = "/tmp/a b", .program = "/tmp/p", .args = args};
    struct ll_strings argv = LL_STRINGS_INIT, env = LL_STRINGS_INIT;
    ck_assert_int_eq(asan()->prepare(&run, &argv, &env, NULL), 0);
    ck_assert_uint_eq(argv.count, 3);
    ck_assert_str_eq(argv.items[0], "/tmp/p");
    ck_assert_str_eq(argv.items[2], "two words");
    ck_assert_ptr_nonnull(
        strstr(value_of(&env, "ASAN_OPTIONS="), ":log_path='/tmp/a b/asan'"));
    ck_assert_str_eq(value_of(&env, "LEAKLAB_MARK="), "/tmp/a b/mark");
    ck_assert_str_eq(value_of(&env, "LD_PRELOAD"), "");
    value_of(&env, "LSAN_OPTIONS=");
    ll_strings_release(&argv);
    ll_strings_release(&env);

    run.dir = "/tmp/it's"; /* the runtime has no way to quote it */
    ck_assert_int_eq(asan()->prepare(&run, &argv, &env, NULL), -1);
    ll_strings_release(&argv);
    ll_strings_release(&env);
}
END_TEST

START_TEST(the_version_is_that_of_the_compiler)
{
    char *version = asan()->version(NULL);
    ck_assert_ptr_nonnull(strstr(version, "gcc"));
    free(version);
}
END_TEST

int main(void)
{
    case_count = list_cases("asan", "gcc", 40, cases);
    TCase *captured = case_create("captured");
    tcase_add_loop_test(captured, a_captured_report_says_what_is_expected, 0,
                        (int)case_count);
    tcase_add_loop_test(captured, both_compilers_reports_say_the_same, 0,
                        (int)case_count);
    tcase_add_test(captured, the_witness_has_the_tools_own_words);
    tcase_add_test(captured, each_leak_has_its_own_words);
    TCase *made = case_create("made up");
    tcase_add_loop_test(made, a_made_up_report_is_read_as_far_as_it_goes, 0,
                        sizeof texts / sizeof texts[0]);
    tcase_add_test(made, a_cut_report_is_never_whole);
    tcase_add_test(made, a_report_in_memory_needs_no_mark_but_an_end);
    tcase_add_test(made, a_flood_of_reports_stays_within_limits);
    TCase *row = case_create("row");
    tcase_add_test(row, the_environment_decides_every_option);
    tcase_add_test(row, the_version_is_that_of_the_compiler);
    Suite *suite = suite_create("asan");
    suite_add_tcase(suite, captured);
    suite_add_tcase(suite, made);
    suite_add_tcase(suite, row);
    int status = suite_run(suite);
    free_cases(cases, case_count);
    return status;
}
