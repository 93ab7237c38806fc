/* SPDX-License-Identifier: MIT
 *
 * test_forecast.c: what visitors of the page see, whatever the station keeps.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "forecast.h"

START_TEST(a_forecast_has_a_sky_and_degrees)
{
    const char *text = forecast_for("Upper Marsh");

    ck_assert_ptr_nonnull(text);
    ck_assert_ptr_nonnull(strstr(text, ", "));
    ck_assert_ptr_nonnull(strstr(text, " degrees"));
}
END_TEST

START_TEST(the_same_village_has_the_same_weather)
{
    char first[32];

    strcpy(first, forecast_for("Upper Marsh"));
    ck_assert_str_eq(forecast_for("Lower Marsh"), forecast_for("Lower Marsh"));
    ck_assert_str_eq(forecast_for("Upper Marsh"), first);
}
END_TEST

START_TEST(who_asks_again_soon_gets_what_was_kept)
{
    forecast_for("Upper Marsh");
    forecast_for("Lower Marsh");
    forecast_for("Upper Marsh");
    ck_assert_uint_eq(forecast_count(), 2);
}
END_TEST

START_TEST(so_many_forecasts_are_kept)
{
    char village[] = "village a";

    for (int round = 0; round < 3; round++)
        for (int i = 0; i < FORECASTS_KEPT; i++) {
            village[strlen(village) - 1] = (char)('a' + i);
            forecast_for(village);
        }
    ck_assert_uint_eq(forecast_count(), FORECASTS_KEPT);
}
END_TEST

START_TEST(long_names_are_cut)
{
    const char *text = forecast_for("Saint Mary by the White Hazel and the Red Cave");

    ck_assert_ptr_nonnull(text);
    forecast_for("Saint Mary by the White Hazel and the Red Cave");
    ck_assert_uint_eq(forecast_count(), 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("forecast");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, a_forecast_has_a_sky_and_degrees);
    tcase_add_test(behaviour, the_same_village_has_the_same_weather);
    tcase_add_test(behaviour, who_asks_again_soon_gets_what_was_kept);
    tcase_add_test(behaviour, so_many_forecasts_are_kept);
    tcase_add_test(behaviour, long_names_are_cut);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
