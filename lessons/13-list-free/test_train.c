/* SPDX-License-Identifier: MIT
 *
 * test_train.c: how a train must behave, whoever owns its memory.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "train.h"

static struct train train;

static void set_up(void)
{
    train_init(&train);
}

static void tear_down(void)
{
    train_release(&train);
}

START_TEST(a_new_train_is_empty)
{
    ck_assert_ptr_null(train.first);
    ck_assert_int_eq(train_tons(&train), 0);
}
END_TEST

START_TEST(waggons_are_coupled_to_the_end)
{
    ck_assert_int_eq(train_couple(&train, "mail", 1), 0);
    ck_assert_int_eq(train_couple(&train, "coal", 2), 0);
    ck_assert_int_eq(train_couple(&train, "logs", 3), 0);
    ck_assert_str_eq(train.first->load, "mail");
    ck_assert_str_eq(train.first->next->load, "coal");
    ck_assert_str_eq(train.first->next->next->load, "logs");
    ck_assert_ptr_null(train.first->next->next->next);
}
END_TEST

START_TEST(loads_are_copied_and_cut)
{
    char load[] = "a load with a very long name";

    ck_assert_int_eq(train_couple(&train, load, 1), 0);
    memset(load, 'x', sizeof load - 1);
    ck_assert_str_eq(train.first->load, "a load with a v");
}
END_TEST

START_TEST(tons_add_up)
{
    for (int i = 1; i <= 100; i++)
        ck_assert_int_eq(train_couple(&train, "sand", i), 0);
    ck_assert_int_eq(train_tons(&train), 5050);
}
END_TEST

START_TEST(a_released_train_is_empty)
{
    ck_assert_int_eq(train_couple(&train, "mail", 1), 0);
    train_release(&train);
    ck_assert_ptr_null(train.first);
    ck_assert_int_eq(train_tons(&train), 0);
}
END_TEST

START_TEST(an_empty_train_can_be_released)
{
    train_release(&train);
    train_release(&train);
    ck_assert_ptr_null(train.first);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("train");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, a_new_train_is_empty);
    tcase_add_test(behaviour, waggons_are_coupled_to_the_end);
    tcase_add_test(behaviour, loads_are_copied_and_cut);
    tcase_add_test(behaviour, tons_add_up);
    tcase_add_test(behaviour, a_released_train_is_empty);
    tcase_add_test(behaviour, an_empty_train_can_be_released);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
