/* SPDX-License-Identifier: MIT
 *
 * test_card.c: how cards must behave, whoever owns their texts.
 */
#include <check.h>
#include <stdlib.h>

#include "card.h"

static struct card card, other;

static void make(struct card *made, const char *phone, const char *mail)
{
    ck_assert_int_eq(card_init(made, "Ada", phone, mail), 0);
}

static void tear_down(void)
{
    card_release(&card);
    card_release(&other);
}

START_TEST(a_card_has_what_it_is_given)
{
    make(&card, "12", NULL);
    ck_assert_str_eq(card.name, "Ada");
    ck_assert_str_eq(card.phone, "12");
    ck_assert_ptr_null(card.mail);
}
END_TEST

START_TEST(a_number_takes_the_place_of_another)
{
    make(&card, "12", NULL);
    ck_assert_int_eq(card_set_phone(&card, "34 56"), 0);
    ck_assert_str_eq(card.phone, "34 56");
}
END_TEST

START_TEST(a_first_number_is_set)
{
    make(&card, NULL, NULL);
    ck_assert_int_eq(card_set_phone(&card, "12"), 0);
    ck_assert_str_eq(card.phone, "12");
}
END_TEST

START_TEST(what_is_no_number_changes_nothing)
{
    make(&card, "12", "a@b");
    ck_assert_int_eq(card_set_phone(&card, "12x"), 1);
    ck_assert_str_eq(card.phone, "12");
    ck_assert_str_eq(card.mail, "a@b");
}
END_TEST

START_TEST(a_number_may_be_set_to_itself)
{
    make(&card, "12", NULL);
    ck_assert_int_eq(card_set_phone(&card, card.phone), 0);
    ck_assert_str_eq(card.phone, "12");
}
END_TEST

START_TEST(what_is_lacking_is_moved)
{
    make(&card, "12", NULL);
    make(&other, NULL, "a@b");
    card_merge(&card, &other);
    ck_assert_str_eq(card.phone, "12");
    ck_assert_str_eq(card.mail, "a@b");
    ck_assert_ptr_null(other.mail);
}
END_TEST

START_TEST(all_that_is_lacking_is_moved)
{
    make(&card, NULL, NULL);
    make(&other, "34", "c@d");
    card_merge(&card, &other);
    ck_assert_str_eq(card.phone, "34");
    ck_assert_str_eq(card.mail, "c@d");
    ck_assert_ptr_null(other.phone);
    ck_assert_ptr_null(other.mail);
}
END_TEST

START_TEST(what_is_there_stays)
{
    make(&card, "12", "a@b");
    make(&other, "34", "c@d");
    card_merge(&card, &other);
    ck_assert_str_eq(card.phone, "12");
    ck_assert_str_eq(card.mail, "a@b");
    ck_assert_str_eq(other.phone, "34");
    ck_assert_str_eq(other.mail, "c@d");
}
END_TEST

START_TEST(two_cards_that_lack_the_same)
{
    make(&card, NULL, NULL);
    make(&other, NULL, NULL);
    card_merge(&card, &other);
    ck_assert_ptr_null(card.phone);
    ck_assert_ptr_null(card.mail);
}
END_TEST

START_TEST(a_released_card_is_empty)
{
    make(&card, "12", "a@b");
    card_release(&card);
    ck_assert_ptr_null(card.name);
    ck_assert_ptr_null(card.phone);
    ck_assert_ptr_null(card.mail);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("card");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, NULL, tear_down);
    tcase_add_test(behaviour, a_card_has_what_it_is_given);
    tcase_add_test(behaviour, a_number_takes_the_place_of_another);
    tcase_add_test(behaviour, a_first_number_is_set);
    tcase_add_test(behaviour, what_is_no_number_changes_nothing);
    tcase_add_test(behaviour, a_number_may_be_set_to_itself);
    tcase_add_test(behaviour, what_is_lacking_is_moved);
    tcase_add_test(behaviour, all_that_is_lacking_is_moved);
    tcase_add_test(behaviour, what_is_there_stays);
    tcase_add_test(behaviour, two_cards_that_lack_the_same);
    tcase_add_test(behaviour, a_released_card_is_empty);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
