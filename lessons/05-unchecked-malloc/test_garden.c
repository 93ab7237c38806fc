/* SPDX-License-Identifier: MIT
 *
 * test_garden.c: how a garden must behave while there is memory enough.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "garden.h"

static struct garden *garden;

static void set_up(void)
{
    garden = garden_new(2, 5);
    ck_assert_ptr_nonnull(garden);
}

static void tear_down(void)
{
    garden_free(garden);
}

START_TEST(a_new_garden_is_empty)
{
    ck_assert_pstr_eq(garden_row(garden, 0), ".....");
    ck_assert_pstr_eq(garden_row(garden, 1), ".....");
}
END_TEST

START_TEST(there_are_no_more_rows_than_asked_for)
{
    ck_assert_ptr_null(garden_row(garden, 2));
    ck_assert_ptr_null(garden_row(garden, (size_t)-1));
}
END_TEST

START_TEST(plants_stand_where_they_were_put)
{
    ck_assert_int_eq(garden_plant(garden, 0, 0, 'T'), 0);
    ck_assert_int_eq(garden_plant(garden, 0, 4, 'T'), 0);
    ck_assert_int_eq(garden_plant(garden, 1, 2, 'L'), 0);
    ck_assert_pstr_eq(garden_row(garden, 0), "T...T");
    ck_assert_pstr_eq(garden_row(garden, 1), "..L..");
}
END_TEST

START_TEST(nothing_is_planted_outside)
{
    ck_assert_int_eq(garden_plant(garden, 2, 0, 'T'), -1);
    ck_assert_int_eq(garden_plant(garden, 0, 5, 'T'), -1);
    ck_assert_int_eq(garden_plant(garden, (size_t)-1, 0, 'T'), -1);
    ck_assert_pstr_eq(garden_row(garden, 0), ".....");
    ck_assert_pstr_eq(garden_row(garden, 1), ".....");
}
END_TEST

START_TEST(gardens_may_be_small_and_large)
{
    struct garden *small = garden_new(1, 1), *large = garden_new(100, 1000);

    ck_assert_ptr_nonnull(small);
    ck_assert_pstr_eq(garden_row(small, 0), ".");
    ck_assert_ptr_nonnull(large);
    ck_assert_int_eq(garden_plant(large, 99, 999, 'T'), 0);
    ck_assert_ptr_nonnull(garden_row(large, 99));
    ck_assert_uint_eq(strlen(garden_row(large, 99)), 1000);
    ck_assert_int_eq(garden_row(large, 99)[999], 'T');
    garden_free(large);
    garden_free(small);
}
END_TEST

START_TEST(no_garden_can_be_freed)
{
    garden_free(NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("garden");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, a_new_garden_is_empty);
    tcase_add_test(behaviour, there_are_no_more_rows_than_asked_for);
    tcase_add_test(behaviour, plants_stand_where_they_were_put);
    tcase_add_test(behaviour, nothing_is_planted_outside);
    tcase_add_test(behaviour, gardens_may_be_small_and_large);
    tcase_add_test(behaviour, no_garden_can_be_freed);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
