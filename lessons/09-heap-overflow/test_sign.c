/* SPDX-License-Identifier: MIT
 *
 * test_sign.c: how signs must look.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "sign.h"

static char *sign;

static void tear_down(void)
{
    free(sign);
    sign = NULL;
}

START_TEST(a_sign_has_a_frame)
{
    sign = sign_for("EXIT");
    ck_assert_ptr_nonnull(sign);
    ck_assert_str_eq(sign, "+------+\n"
                           "| EXIT |\n"
                           "+------+\n");
}
END_TEST

START_TEST(a_sign_may_be_empty)
{
    sign = sign_for("");
    ck_assert_ptr_nonnull(sign);
    ck_assert_str_eq(sign, "+--+\n"
                           "|  |\n"
                           "+--+\n");
}
END_TEST

START_TEST(a_sign_may_have_any_length)
{
    char text[200];

    for (size_t length = 0; length < sizeof text; length++) {
        memset(text, 'x', length);
        text[length] = '\0';
        sign = sign_for(text);
        ck_assert_ptr_nonnull(sign);
        ck_assert_uint_eq(strlen(sign), 3 * (length + 5));
        ck_assert_str_eq(sign + 2 * (length + 5) + length + 3, "+\n");
        tear_down();
    }
}
END_TEST

START_TEST(percent_signs_are_letters_like_others)
{
    sign = sign_for("50% off");
    ck_assert_ptr_nonnull(sign);
    ck_assert_ptr_nonnull(strstr(sign, "| 50% off |\n"));
}
END_TEST

START_TEST(every_sign_is_a_text_of_its_own)
{
    char *other = sign_for("EXIT");

    ck_assert_ptr_nonnull(other);
    other[0] = '#';
    free(other);
    sign = sign_for("EXIT");
    ck_assert_ptr_nonnull(sign);
    ck_assert_int_eq(sign[0], '+');
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sign");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, NULL, tear_down);
    tcase_add_test(behaviour, a_sign_has_a_frame);
    tcase_add_test(behaviour, a_sign_may_be_empty);
    tcase_add_test(behaviour, a_sign_may_have_any_length);
    tcase_add_test(behaviour, percent_signs_are_letters_like_others);
    tcase_add_test(behaviour, every_sign_is_a_text_of_its_own);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
