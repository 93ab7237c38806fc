/* SPDX-License-Identifier: MIT
 *
 * assertion: the words for what Check found. */
#include "tools/assertion.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "support/suite.h"

static const struct {
    const char *message, *said;
} messages[] = {
    {"Assertion 'is_palindrome(\"leak\") == 0' failed: is_palindrome(\"leak\") == -1, "
     "0 == 0",
     "`is_palindrome(\"leak\")` is -1, and should be 0"},
    {"Assertion 'row(0) == \", ==\"' failed: row(0) == \", == x\", \", ==\" == \", "
     "==\"",
     "`row(0)` is \", == x\", and should be \", ==\""},
    {"Assertion 'used < size' failed: used == 8, size == 8",
     "`used` is 8, and should be less than `size`, which is 8"},
    {"Assertion 'used >= 9' failed: used == 8, 9 == 9",
     "`used` is 8, and should be at least 9"},
    {"Assertion 'name != \"Ada\"' failed: name == \"Ada\", \"Ada\" == \"Ada\"",
     "`name` is \"Ada\", and should not be \"Ada\""},
    {"Assertion 'name == \"Ada\"' failed: name == (null), \"Ada\" == \"Ada\"",
     "`name` is NULL, and should be \"Ada\""},
    {"Assertion 'route.points == NULL' failed: route.points == 0x55f7db954090",
     "`route.points` is not NULL, and should be"},
    {"Assertion 'copy != NULL' failed: copy == 0", "`copy` is NULL, and should not be"},
    {"Assertion 'is_empty(list)' failed",
     "`is_empty(list)` should be true, and is not"},
    {"Received signal 11 (Segmentation fault)",
     "SIGSEGV stopped it (it used an address where it has no memory)"},
    {"Early exit with return value 1", "Early exit with return value 1"},
    {"Assertion 'fabsl(3 - mean(a, b)) < 0.1' failed: mean(a, b) == 2, 3 == 3, 0.1 == "
     "0.1",
     "`mean(a, b)` is 2, and should be 3 (less than 0.1 apart)"},
    {"Assertion 'fabsl(b - a) < 0.1' failed: b == 2, a == 1, 0.1 == 0.1",
     "Assertion 'fabsl(b - a) < 0.1' failed: b == 2, a == 1, 0.1 == 0.1"},
    {"Assertion 'line == \"a\\tb\"' failed: line == \"a\tc\", \"a\\tb\" == \"a\tb\"",
     "`line` is \"a\\tc\", and should be `\"a\\tb\"`, which is \"a\\tb\""},
};

START_TEST(what_was_found_and_what_is_wanted_are_told_in_words)
{
    struct ll_buf out = LL_BUF_INIT;
    char *got = NULL, *wanted = NULL;
    ck_assert(ll_assertion_say(messages[_i].message, &out, &got, &wanted));
    ck_assert_str_eq(ll_buf_text(&out), messages[_i].said);
    ck_assert_ptr_null(got);
    ck_assert_ptr_null(wanted);
    ll_buf_release(&out);
}
END_TEST

START_TEST(long_texts_are_apart_and_whole)
{
    struct ll_buf out = LL_BUF_INIT;
    char *got = NULL, *wanted = NULL;
    ck_assert(
        ll_assertion_say("Assertion 'sign == \"+--+\\n\" \"| a |\\n\"' failed: sign == "
                         "\"+-+\n| \"a\" |\n\", \"+--+\\n\" \"| a |\\n\" == "
                         "\"+--+\n| a |\n\"",
                         &out, &got, &wanted));
    ck_assert_str_eq(ll_buf_text(&out), "`sign`");
    ck_assert_str_eq(got, "\"+-+\\n| \\\"a\\\" |\\n\"");
    ck_assert_str_eq(wanted, "\"+--+\\n| a |\\n\"");
    free(got);
    free(wanted);
    ll_buf_release(&out);
}
END_TEST

START_TEST(a_long_message_says_how_much_is_left_out)
{
    struct ll_buf out = LL_BUF_INIT;
    char *got = NULL, *wanted = NULL, message[1001];
    memset(message, 'x', 1000);
    message[1000] = '\0';
    ck_assert(ll_assertion_say(message, &out, &got, &wanted));
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&out), "xxx ... and 600 more bytes"));
    ll_buf_release(&out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("assertion");
    TCase *tcase = case_create("assertion");
    tcase_add_loop_test(tcase, what_was_found_and_what_is_wanted_are_told_in_words, 0,
                        sizeof messages / sizeof *messages);
    tcase_add_test(tcase, long_texts_are_apart_and_whole);
    tcase_add_test(tcase, a_long_message_says_how_much_is_left_out);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
