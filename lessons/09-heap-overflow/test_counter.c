/* SPDX-License-Identifier: MIT
 *
 * test_counter.c: how a counter must count, with any number of wheels.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "counter.h"

static struct counter counter;

static void make(size_t wheels)
{
    ck_assert_int_eq(counter_init(&counter, wheels), 0);
}

static void tear_down(void)
{
    counter_release(&counter);
}

START_TEST(every_wheel_begins_at_0)
{
    make(4);
    ck_assert_str_eq(counter.text, "0000");
    ck_assert_uint_eq(counter.wheels, 4);
}
END_TEST

START_TEST(visitors_add_up)
{
    make(4);
    counter_add(&counter, 7);
    ck_assert_str_eq(counter.text, "0007");
    counter_add(&counter, 95);
    ck_assert_str_eq(counter.text, "0102");
    counter_add(&counter, 0);
    ck_assert_str_eq(counter.text, "0102");
    ck_assert_uint_eq(counter.value, 102);
}
END_TEST

START_TEST(all_wheels_are_used)
{
    make(6);
    counter_add(&counter, 999999);
    ck_assert_str_eq(counter.text, "999999");
}
END_TEST

START_TEST(after_9999_comes_0000)
{
    make(4);
    counter_add(&counter, 9999);
    counter_add(&counter, 1);
    ck_assert_str_eq(counter.text, "0000");
    ck_assert_uint_eq(counter.value, 10000);
    counter_add(&counter, 1);
    ck_assert_str_eq(counter.text, "0001");
}
END_TEST

START_TEST(one_wheel_shows_the_last_digit)
{
    make(1);
    counter_add(&counter, 123456);
    ck_assert_str_eq(counter.text, "6");
}
END_TEST

START_TEST(many_wheels_are_a_long_text)
{
    make(500);
    counter_add(&counter, 42);
    ck_assert_uint_eq(strlen(counter.text), 500);
    ck_assert_str_eq(counter.text + 497, "042");
}
END_TEST

START_TEST(a_released_counter_is_empty)
{
    make(4);
    counter_release(&counter);
    ck_assert_ptr_null(counter.text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("counter");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, NULL, tear_down);
    tcase_add_test(behaviour, every_wheel_begins_at_0);
    tcase_add_test(behaviour, visitors_add_up);
    tcase_add_test(behaviour, all_wheels_are_used);
    tcase_add_test(behaviour, after_9999_comes_0000);
    tcase_add_test(behaviour, one_wheel_shows_the_last_digit);
    tcase_add_test(behaviour, many_wheels_are_a_long_text);
    tcase_add_test(behaviour, a_released_counter_is_empty);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
