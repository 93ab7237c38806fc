/* SPDX-License-Identifier: MIT
 *
 * test_series.c: how a series must behave while there is memory enough.
 */
#include <check.h>
#include <stdlib.h>

#include "series.h"

static struct series series;

static void set_up(void)
{
    ck_assert_int_eq(series_init(&series), 0);
}

static void tear_down(void)
{
    series_release(&series);
}

START_TEST(a_new_series_is_empty)
{
    ck_assert_uint_eq(series.count, 0);
    ck_assert_uint_gt(series.capacity, 0);
    ck_assert_ptr_nonnull(series.data);
}
END_TEST

START_TEST(values_stay_in_order)
{
    ck_assert_int_eq(series_add(&series, 1.5), 0);
    ck_assert_int_eq(series_add(&series, -2.0), 0);
    ck_assert_int_eq(series_add(&series, 0.0), 0);
    ck_assert_uint_eq(series.count, 3);
    ck_assert_double_eq(series.data[0], 1.5);
    ck_assert_double_eq(series.data[1], -2.0);
    ck_assert_double_eq(series.data[2], 0.0);
}
END_TEST

START_TEST(values_survive_growing)
{
    for (int i = 0; i < 1000; i++) {
        ck_assert_int_eq(series_add(&series, i), 0);
        ck_assert_uint_eq(series.count, (size_t)i + 1);
        ck_assert_uint_ge(series.capacity, series.count);
    }
    for (int i = 0; i < 1000; i++)
        ck_assert_double_eq(series.data[i], i);
}
END_TEST

START_TEST(two_series_share_nothing)
{
    struct series other;

    ck_assert_int_eq(series_init(&other), 0);
    for (int i = 0; i < 10; i++) {
        ck_assert_int_eq(series_add(&series, i), 0);
        ck_assert_int_eq(series_add(&other, -i), 0);
    }
    series_release(&other);
    for (int i = 0; i < 10; i++)
        ck_assert_double_eq(series.data[i], i);
}
END_TEST

START_TEST(a_released_series_is_empty)
{
    ck_assert_int_eq(series_add(&series, 1.0), 0);
    series_release(&series);
    ck_assert_ptr_null(series.data);
    ck_assert_uint_eq(series.count, 0);
    ck_assert_uint_eq(series.capacity, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("series");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, a_new_series_is_empty);
    tcase_add_test(behaviour, values_stay_in_order);
    tcase_add_test(behaviour, values_survive_growing);
    tcase_add_test(behaviour, two_series_share_nothing);
    tcase_add_test(behaviour, a_released_series_is_empty);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
