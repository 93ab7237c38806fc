/* SPDX-License-Identifier: MIT
 *
 * test_tides.c: which high water comes next, and how it is told.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "tides.h"

static const struct tide day[] = {{60, 80}, {435, 400}, {810, 95}, {1185, 365}};
static char line[40];

/* Ask for the next high water after `now`. */
static int ask(int now)
{
    memset(line, 0, sizeof line);
    return tides_next_high(day, sizeof day / sizeof day[0], now, line, sizeof line);
}

START_TEST(the_next_high_water_is_told_with_its_height)
{
    ck_assert_int_eq(ask(0), 0);
    ck_assert_str_eq(line, "7:15, 4.0 m");
}
END_TEST

START_TEST(a_high_water_that_is_now_has_passed)
{
    ck_assert_int_eq(ask(435), 0);
    ck_assert_str_eq(line, "19:45, 3.6 m");
}
END_TEST

START_TEST(the_first_and_the_last_water_may_be_high)
{
    static const struct tide short_table[] = {{5, 300}, {370, 90}, {745, 310}};

    ck_assert_int_eq(tides_next_high(short_table, 3, 0, line, sizeof line), 0);
    ck_assert_str_eq(line, "0:05, 3.0 m");
    ck_assert_int_eq(tides_next_high(short_table, 3, 5, line, sizeof line), 0);
    ck_assert_str_eq(line, "12:25, 3.1 m");
}
END_TEST

START_TEST(a_table_may_last_for_days)
{
    struct tide week[TIDES_MOST];

    for (int i = 0; i < TIDES_MOST; i++)
        week[i] = (struct tide){30 + 372 * i, i % 2 == 0 ? 100 : 300 + 10 * i};
    ck_assert_int_eq(tides_next_high(week, TIDES_MOST, 9400, line, sizeof line), 0);
    ck_assert_str_eq(line, "23:54, 5.7 m");
}
END_TEST

START_TEST(after_the_last_high_water_there_is_none)
{
    ck_assert_int_eq(ask(1185), -1);
    ck_assert_str_eq(line, "");
    ck_assert_int_eq(tides_next_high(day, 0, 0, line, sizeof line), -1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tides");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, the_next_high_water_is_told_with_its_height);
    tcase_add_test(behaviour, a_high_water_that_is_now_has_passed);
    tcase_add_test(behaviour, the_first_and_the_last_water_may_be_high);
    tcase_add_test(behaviour, a_table_may_last_for_days);
    tcase_add_test(behaviour, after_the_last_high_water_there_is_none);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
