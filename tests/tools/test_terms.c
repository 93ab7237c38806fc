/* SPDX-License-Identifier: MIT
 *
 * The terms that tools have for faults, found in what they print. */
#include <check.h>

#include "diag/terms.h"
#include "support/suite.h"
#include "tools/tool.h"

static const struct {
    const char *tool, *raw, *term;
} cases[] = {
    {"memcheck", "10 bytes in 1 blocks are definitely lost in loss record 2 of 2\n at",
     "definitely lost"},
    {"memcheck", "1,024 bytes in 3 blocks are still reachable in loss record 1 of 1\n",
     "still reachable"},
    {"memcheck",
     "24 (8 direct, 16 indirect) bytes in 1 blocks are definitely lost in loss record "
     "1",
     "definitely lost"},
    {"memcheck", "Invalid write of size 1\n   at 0x1: main (a.c:1)\n", "Invalid write"},
    {"memcheck", "Invalid free() / delete / delete[] / realloc()\n", "Invalid free()"},
    {"memcheck", "Mismatched free() / delete / delete []\n", "Mismatched free()"},
    {"memcheck", "Use of uninitialised value of size 8\n",
     "Use of uninitialised value"},
    {"memcheck", "Conditional jump or move depends on uninitialised value(s)\n",
     "Conditional jump or move depends on uninitialised value(s)"},
    {"memcheck", "Source and destination overlap in memcpy(0x1, 0x2, 8)\n",
     "Source and destination overlap"},
    {"memcheck", "Process terminating with default action of signal 11 (SIGSEGV)\n",
     ""},
    {"memcheck", "Open file descriptor 3: /dev/null\n", ""},
    {"memcheck", "", ""},
    {"asan",
     "==7==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x6 at pc 0x5\n",
     "heap-buffer-overflow"},
    {"asan",
     "==7==ERROR: AddressSanitizer: attempting double-free on 0x6 in thread T0:",
     "double-free"},
    {"asan",
     "==7==ERROR: AddressSanitizer: attempting free on address which was not "
     "malloc()-ed",
     "bad-free"},
    {"asan", "==7==ERROR: AddressSanitizer: SEGV on unknown address 0x0\n", "SEGV"},
    {"asan", "==7==ERROR: AddressSanitizer: memcpy-param-overlap: memory ranges [0x6,",
     "memcpy-param-overlap"},
    {"asan", "==7==ERROR: AddressSanitizer: requested allocation size 0xffff exceeds",
     "allocation-size-too-big"},
    {"asan", "==7==ERROR: AddressSanitizer: out of words\n", ""},
    {"asan", "Direct leak of 10 byte(s) in 1 object(s) allocated from:\n",
     "direct leak"},
    {"asan", "Indirect leak of 1 byte(s) in 1 object(s) allocated from:\n",
     "indirect leak"},
    {"msan", "==7==WARNING: MemorySanitizer: use-of-uninitialized-value\n",
     "use-of-uninitialized-value"},
};

START_TEST(a_tools_term_is_found_in_its_words)
{
    const struct ll_tool *tool = ll_tool_find(cases[_i].tool);
    struct ll_buf out = LL_BUF_INIT;
    tool->term(cases[_i].raw, &out);
    ck_assert_str_eq(ll_buf_text(&out), cases[_i].term);
    ll_buf_release(&out);
}
END_TEST

/* What a screen shows in "seen by memcheck (Mismatched free())" may be an answer, and
 * is a word for `leaklab explain`. */
START_TEST(each_tools_term_is_understood)
{
    const char *term = cases[_i].term;
    ck_assert_msg(term[0] == '\0' || ll_term_find(term) != NULL, "%s", term);
    ck_assert_ptr_nonnull(ll_term_find("Mismatched free() / delete / delete []"));
    ck_assert_ptr_nonnull(ll_term_find("Invalid read of size 4"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("terms");
    TCase *tcase = case_create("terms");
    tcase_add_loop_test(tcase, a_tools_term_is_found_in_its_words, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_loop_test(tcase, each_tools_term_is_understood, 0,
                        (int)(sizeof cases / sizeof *cases));
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
