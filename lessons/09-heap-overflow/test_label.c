/* SPDX-License-Identifier: MIT
 *
 * test_label.c: how labels must be, wherever their memory ends.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "label.h"

static struct label label;

static void make(const char *name, const char *postcode)
{
    ck_assert_int_eq(label_init(&label, name, postcode), 0);
}

static void tear_down(void)
{
    label_release(&label);
}

START_TEST(a_name_is_in_capital_letters)
{
    make("Ada", "10245");
    ck_assert_str_eq(label.name, "ADA");
}
END_TEST

START_TEST(blanks_at_the_end_are_left_out)
{
    make(" Ada  Lovelace   ", "10245");
    ck_assert_str_eq(label.name, " ADA  LOVELACE");
}
END_TEST

START_TEST(a_name_may_be_of_blanks_only)
{
    make("     ", "10245");
    ck_assert_str_eq(label.name, "");
}
END_TEST

START_TEST(a_name_may_be_empty)
{
    make("", "10245");
    ck_assert_str_eq(label.name, "");
}
END_TEST

START_TEST(long_names_are_kept_whole)
{
    char name[1000];

    memset(name, 'X', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    make(name, "10245");
    ck_assert_str_eq(label.name, name);
}
END_TEST

START_TEST(the_digits_lie_between_the_bars)
{
    static const unsigned bars[] = {0, 3, 4, 10};

    make("Ada", "205");
    ck_assert_uint_eq(label.digits, 3);
    for (size_t i = 0; i <= 3; i++)
        ck_assert_uint_eq(label.bars[i], bars[i]);
}
END_TEST

START_TEST(every_postcode_begins_with_a_bar)
{
    make("Ada", "");
    ck_assert_uint_eq(label.digits, 0);
    ck_assert_uint_eq(label.bars[0], 0);
}
END_TEST

START_TEST(name_and_postcode_are_copied)
{
    char name[] = "Ada", postcode[] = "205";

    make(name, postcode);
    name[0] = postcode[0] = '9';
    ck_assert_str_eq(label.name, "ADA");
    ck_assert_uint_eq(label.bars[1], 3);
}
END_TEST

START_TEST(a_released_label_is_empty)
{
    make("Ada", "205");
    label_release(&label);
    ck_assert_ptr_null(label.name);
    ck_assert_ptr_null(label.bars);
    ck_assert_uint_eq(label.digits, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("label");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, NULL, tear_down);
    tcase_add_test(behaviour, a_name_is_in_capital_letters);
    tcase_add_test(behaviour, blanks_at_the_end_are_left_out);
    tcase_add_test(behaviour, a_name_may_be_of_blanks_only);
    tcase_add_test(behaviour, a_name_may_be_empty);
    tcase_add_test(behaviour, long_names_are_kept_whole);
    tcase_add_test(behaviour, the_digits_lie_between_the_bars);
    tcase_add_test(behaviour, every_postcode_begins_with_a_bar);
    tcase_add_test(behaviour, name_and_postcode_are_copied);
    tcase_add_test(behaviour, a_released_label_is_empty);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
