/* SPDX-License-Identifier: MIT
 *
 * test_palindrome.c: how is_palindrome must behave, whoever owns its memory.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "palindrome.h"

START_TEST(a_palindrome_is_found)
{
    ck_assert_int_eq(is_palindrome("level"), 1);
    ck_assert_int_eq(is_palindrome("abba"), 1);
}
END_TEST

START_TEST(another_text_is_refused)
{
    ck_assert_int_eq(is_palindrome("leak"), 0);
    ck_assert_int_eq(is_palindrome("ab"), 0);
}
END_TEST

START_TEST(the_difference_may_be_in_the_middle)
{
    ck_assert_int_eq(is_palindrome("abcxba"), 0);
    ck_assert_int_eq(is_palindrome("abcxcba"), 1);
}
END_TEST

START_TEST(capitals_count_as_small_letters)
{
    ck_assert_int_eq(is_palindrome("Level"), 1);
    ck_assert_int_eq(is_palindrome("Leak"), 0);
}
END_TEST

START_TEST(only_letters_count)
{
    ck_assert_int_eq(is_palindrome("Madam, I'm Adam."), 1);
    ck_assert_int_eq(is_palindrome("1 abba 23"), 1);
    ck_assert_int_eq(is_palindrome("a, b!"), 0);
}
END_TEST

START_TEST(no_letter_and_one_letter_are_palindromes)
{
    ck_assert_int_eq(is_palindrome(""), 1);
    ck_assert_int_eq(is_palindrome("?!"), 1);
    ck_assert_int_eq(is_palindrome("x"), 1);
}
END_TEST

START_TEST(long_texts_are_judged_to_the_end)
{
    char text[1001];

    memset(text, 'a', sizeof text);
    text[sizeof text - 1] = '\0';
    ck_assert_int_eq(is_palindrome(text), 1);
    text[sizeof text - 2] = 'b';
    ck_assert_int_eq(is_palindrome(text), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("is_palindrome");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, a_palindrome_is_found);
    tcase_add_test(behaviour, another_text_is_refused);
    tcase_add_test(behaviour, the_difference_may_be_in_the_middle);
    tcase_add_test(behaviour, capitals_count_as_small_letters);
    tcase_add_test(behaviour, only_letters_count);
    tcase_add_test(behaviour, no_letter_and_one_letter_are_palindromes);
    tcase_add_test(behaviour, long_texts_are_judged_to_the_end);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
