/* SPDX-License-Identifier: MIT
 *
 * test_sensor_log.c: how logs must load, or be refused, whatever becomes of the memory.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "sensor_log.h"

static struct sensor_log sensors;

/* Load the log that `text` is. */
static int load(char *text)
{
    FILE *in = fmemopen(text, strlen(text), "r");
    int result;

    ck_assert_ptr_nonnull(in);
    result = log_load(&sensors, in);
    fclose(in);
    return result;
}

START_TEST(names_and_averages_are_loaded)
{
    char text[] = "2 4\nhall garden\n20 1\n21 2\n20 3\n21 -4\n";

    ck_assert_int_eq(load(text), 0);
    ck_assert_uint_eq(sensors.sensors, 2);
    ck_assert_str_eq(sensors.names[0], "hall");
    ck_assert_str_eq(sensors.names[1], "garden");
    ck_assert_double_eq_tol(sensors.means[0], 20.5, 1e-9);
    ck_assert_double_eq_tol(sensors.means[1], 0.5, 1e-9);
    log_release(&sensors);
}
END_TEST

START_TEST(a_released_log_is_empty)
{
    char text[] = "1 1\nhall\n20\n";

    ck_assert_int_eq(load(text), 0);
    log_release(&sensors);
    ck_assert_uint_eq(sensors.sensors, 0);
    ck_assert_ptr_null(sensors.names);
    ck_assert_ptr_null(sensors.means);
}
END_TEST

START_TEST(what_is_not_in_order_is_refused)
{
    char texts[][32] = {
        "?",                      /* no counts */
        "0 1\n20\n",              /* no thermometers */
        "101 1\n",                /* too many */
        "1 0\nhall\n",            /* no rows */
        "2 1\nhall\n20 21\n",     /* a name too few */
        "2 1\nhall 7up\n20 21\n", /* not a name */
        "2 1\nhall attic\n20\n",  /* a value too few */
        "1 1\nhall\nwarm\n",      /* not a value */
        "1 1\nhall\n60.5\n",      /* too hot */
        "1 2\nhall\n60\n-60.5\n", /* too cold */
        "1 1\nhall\nnan\n",       /* not a number */
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        ck_assert_msg(load(texts[i]) == -1, "log %zu was not refused", i);
}
END_TEST

START_TEST(a_refusal_leaves_the_log_as_it_was)
{
    char good[] = "1 1\nhall\n20\n", bad[] = "1 1\nhall\n999\n";

    ck_assert_int_eq(load(good), 0);
    ck_assert_int_eq(load(bad), -1);
    ck_assert_uint_eq(sensors.sensors, 1);
    ck_assert_str_eq(sensors.names[0], "hall");
    ck_assert_double_eq_tol(sensors.means[0], 20.0, 1e-9);
    log_release(&sensors);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sensor_log");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, names_and_averages_are_loaded);
    tcase_add_test(behaviour, a_released_log_is_empty);
    tcase_add_test(behaviour, what_is_not_in_order_is_refused);
    tcase_add_test(behaviour, a_refusal_leaves_the_log_as_it_was);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
