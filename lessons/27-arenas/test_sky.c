/* SPDX-License-Identifier: MIT
 *
 * test_sky.c: what is to be seen of a firework.
 */
#include <check.h>
#include <stdlib.h>

#include "sky.h"

static void let_all_burn_out(void)
{
    while (sky_tick() > 0)
        continue;
}

START_TEST(sparks_fly_for_some_moments)
{
    ck_assert_int_eq(sky_burst(20, 10, 5), 5);
    for (int moment = 1; moment < 5; moment++)
        ck_assert_uint_eq(sky_tick(), 5);
    ck_assert_uint_eq(sky_tick(), 0);
}
END_TEST

START_TEST(sparks_leave_the_picture)
{
    ck_assert_int_eq(sky_burst(0, 10, 5), 5);
    ck_assert_uint_eq(sky_tick(), 3);
}
END_TEST

START_TEST(the_sky_has_room_for_so_many)
{
    ck_assert_int_eq(sky_burst(20, 10, SKY_SPARKS + 1), SKY_SPARKS);
    ck_assert_int_eq(sky_burst(20, 10, 1), 0);
}
END_TEST

START_TEST(a_long_show_ends_as_it_began)
{
    for (int rocket = 0; rocket < 100; rocket++) {
        ck_assert_int_eq(sky_burst(rocket % SKY_WIDTH, 10, 9), 9);
        let_all_burn_out();
    }
}
END_TEST

START_TEST(the_record_stays_when_the_highest_spark_is_gone)
{
    sky_burst(20, 1000, 1);
    let_all_burn_out();
    ck_assert_int_eq(sky_record(), 1006);
    sky_burst(20, 10, 40);
    let_all_burn_out();
    ck_assert_int_eq(sky_record(), 1006);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sky");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, NULL, let_all_burn_out);
    tcase_add_test(behaviour, sparks_fly_for_some_moments);
    tcase_add_test(behaviour, sparks_leave_the_picture);
    tcase_add_test(behaviour, the_sky_has_room_for_so_many);
    tcase_add_test(behaviour, a_long_show_ends_as_it_began);
    tcase_add_test(behaviour, the_record_stays_when_the_highest_spark_is_gone);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
