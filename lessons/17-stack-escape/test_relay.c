/* SPDX-License-Identifier: MIT
 *
 * test_relay.c: how a relay counts its legs and finds the fastest.
 */
#include <check.h>
#include <stdlib.h>

#include "relay.h"

static struct relay relay;

static void set_up(void)
{
    relay_init(&relay);
}

static void run(int runner, int seconds)
{
    ck_assert_int_eq(relay_add(&relay, (struct leg){runner, seconds}), 0);
}

START_TEST(before_the_start_nobody_is_the_fastest)
{
    ck_assert_int_eq(relay_fastest(&relay), 0);
    ck_assert_int_eq(relay_time(&relay), 0);
}
END_TEST

START_TEST(the_fastest_may_come_first)
{
    run(1, 10);
    run(2, 20);
    ck_assert_int_eq(relay_fastest(&relay), 1);
}
END_TEST

START_TEST(the_fastest_may_come_last)
{
    run(1, 30);
    run(2, 20);
    run(3, 10);
    ck_assert_int_eq(relay_fastest(&relay), 3);
    ck_assert_int_eq(relay_time(&relay), 60);
}
END_TEST

START_TEST(of_two_the_first_counts)
{
    run(1, 20);
    run(2, 10);
    run(3, 10);
    ck_assert_int_eq(relay_fastest(&relay), 2);
}
END_TEST

START_TEST(a_leg_too_many_changes_nothing)
{
    for (int i = 0; i < RELAY_LEGS; i++)
        run(1, 20);
    ck_assert_int_eq(relay_add(&relay, (struct leg){2, 1}), -1);
    ck_assert_uint_eq(relay.count, RELAY_LEGS);
    ck_assert_int_eq(relay_fastest(&relay), 1);
}
END_TEST

START_TEST(the_fastest_leg_is_one_of_the_relays)
{
    run(1, 20);
    run(2, 10);
    ck_assert_ptr_eq(relay.fastest, &relay.legs[1]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("relay");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, NULL);
    tcase_add_test(behaviour, before_the_start_nobody_is_the_fastest);
    tcase_add_test(behaviour, the_fastest_may_come_first);
    tcase_add_test(behaviour, the_fastest_may_come_last);
    tcase_add_test(behaviour, of_two_the_first_counts);
    tcase_add_test(behaviour, a_leg_too_many_changes_nothing);
    tcase_add_test(behaviour, the_fastest_leg_is_one_of_the_relays);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
