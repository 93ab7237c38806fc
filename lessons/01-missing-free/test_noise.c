/* SPDX-License-Identifier: MIT
 *
 * test_noise.c: how random_noise must behave, whoever owns its memory.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "noise.h"

enum { LENGTH = 1000 };

START_TEST(a_seed_gives_the_same_noise_again)
{
    double first[LENGTH], second[LENGTH];

    ck_assert_int_eq(random_noise(LENGTH, 7, first), 0);
    ck_assert_int_eq(random_noise(LENGTH, 7, second), 0);
    ck_assert_mem_eq(first, second, sizeof first);
}
END_TEST

START_TEST(another_seed_gives_other_noise)
{
    double first[LENGTH], second[LENGTH];

    ck_assert_int_eq(random_noise(LENGTH, 7, first), 0);
    ck_assert_int_eq(random_noise(LENGTH, 8, second), 0);
    ck_assert_mem_ne(first, second, sizeof first);
}
END_TEST

START_TEST(noise_lies_around_0_and_reaches_1)
{
    double noise[LENGTH];
    double sum = 0.0, highest = 0.0, lowest = 0.0;

    ck_assert_int_eq(random_noise(LENGTH, 7, noise), 0);
    for (size_t i = 0; i < LENGTH; i++) {
        sum += noise[i];
        if (noise[i] > highest)
            highest = noise[i];
        if (noise[i] < lowest)
            lowest = noise[i];
    }
    ck_assert_double_eq_tol(sum / LENGTH, 0.0, 1e-9);
    ck_assert_double_eq(highest > -lowest ? highest : -lowest, 1.0);
    ck_assert_double_gt(highest, 0.5);
    ck_assert_double_lt(lowest, -0.5);
}
END_TEST

START_TEST(noise_goes_up_and_down)
{
    double noise[LENGTH];
    int crossings = 0;

    ck_assert_int_eq(random_noise(LENGTH, 7, noise), 0);
    for (size_t i = 1; i < LENGTH; i++)
        crossings += (noise[i - 1] < 0.0) != (noise[i] < 0.0);
    ck_assert_int_gt(crossings, LENGTH / 4);
}
END_TEST

START_TEST(only_n_values_are_written)
{
    double noise[3] = {5.0, 5.0, 5.0};

    ck_assert_int_eq(random_noise(2, 7, noise), 0);
    ck_assert_double_eq_tol(noise[0] + noise[1], 0.0, 1e-9);
    ck_assert_double_eq_tol(noise[0] * noise[1], -1.0, 1e-9);
    ck_assert_double_eq(noise[2], 5.0);
}
END_TEST

START_TEST(one_value_alone_is_refused)
{
    double noise = 5.0;

    ck_assert_int_eq(random_noise(1, 7, &noise), -1);
    ck_assert_double_eq(noise, 5.0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("random_noise");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, a_seed_gives_the_same_noise_again);
    tcase_add_test(behaviour, another_seed_gives_other_noise);
    tcase_add_test(behaviour, noise_lies_around_0_and_reaches_1);
    tcase_add_test(behaviour, noise_goes_up_and_down);
    tcase_add_test(behaviour, only_n_values_are_written);
    tcase_add_test(behaviour, one_value_alone_is_refused);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
