/* SPDX-License-Identifier: MIT
 *
 * test_tremor.c: how a tremor must behave, whatever domain its memory is in.
 */
#include <Python.h>

#include <check.h>
#include <pthread.h>
#include <stdlib.h>

#include "tremor.h"

START_TEST(the_station_is_a_copy)
{
    char station[] = "pier";
    struct tremor tremor;

    ck_assert_int_eq(tremor_open(&tremor, station), 0);
    station[0] = 'x';
    ck_assert_int_eq(wcscmp(tremor.station, L"pier"), 0);
    tremor_close(&tremor);
}
END_TEST

START_TEST(a_new_tremor_has_no_steps)
{
    struct tremor tremor;

    ck_assert_int_eq(tremor_open(&tremor, ""), 0);
    ck_assert_uint_eq(tremor.count, 0);
    ck_assert_int_eq(tremor_peak(&tremor), 0);
    tremor_close(&tremor);
}
END_TEST

START_TEST(steps_come_in_order)
{
    struct tremor tremor;

    ck_assert_int_eq(tremor_open(&tremor, "pier"), 0);
    for (int step = 0; step < 1000; step++)
        ck_assert_int_eq(tremor_add(&tremor, step), 0);
    ck_assert_uint_eq(tremor.count, 1000);
    for (int step = 0; step < 1000; step++)
        ck_assert_int_eq(tremor.steps[step], step);
    tremor_close(&tremor);
}
END_TEST

START_TEST(the_peak_may_lie_below_zero)
{
    static const int steps[] = {3, -7, 5};
    struct tremor tremor;

    ck_assert_int_eq(tremor_open(&tremor, "pier"), 0);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        ck_assert_int_eq(tremor_add(&tremor, steps[i]), 0);
    ck_assert_int_eq(tremor_peak(&tremor), 7);
    tremor_close(&tremor);
}
END_TEST

static void *add_hundred(void *argument)
{
    for (int step = 0; step < 100; step++)
        if (tremor_add(argument, step) != 0)
            return argument;
    return NULL;
}

START_TEST(another_thread_may_add)
{
    struct tremor tremor;
    pthread_t thread;
    void *failed;

    ck_assert_int_eq(tremor_open(&tremor, "pier"), 0);
    ck_assert_int_eq(pthread_create(&thread, NULL, add_hundred, &tremor), 0);
    ck_assert_int_eq(pthread_join(thread, &failed), 0);
    ck_assert_ptr_null(failed);
    ck_assert_uint_eq(tremor.count, 100);
    tremor_close(&tremor);
}
END_TEST

START_TEST(a_closed_tremor_is_empty)
{
    struct tremor tremor;

    ck_assert_int_eq(tremor_open(&tremor, "pier"), 0);
    ck_assert_int_eq(tremor_add(&tremor, 1), 0);
    tremor_close(&tremor);
    ck_assert_ptr_null(tremor.station);
    ck_assert_ptr_null(tremor.steps);
    ck_assert_uint_eq(tremor.count, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tremor");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, the_station_is_a_copy);
    tcase_add_test(behaviour, a_new_tremor_has_no_steps);
    tcase_add_test(behaviour, steps_come_in_order);
    tcase_add_test(behaviour, the_peak_may_lie_below_zero);
    tcase_add_test(behaviour, another_thread_may_add);
    tcase_add_test(behaviour, a_closed_tremor_is_empty);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
