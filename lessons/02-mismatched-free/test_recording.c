/* SPDX-License-Identifier: MIT
 *
 * test_recording.c: how a recording must behave, whoever frees its memory.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "recording.h"

START_TEST(all_is_copied)
{
    char place[] = "pier";
    double heard[] = {0.5, -0.25, 0.125};
    struct recording *recording = recording_new(place, heard, 3);

    ck_assert_ptr_nonnull(recording);
    place[0] = 'x';
    heard[0] = heard[1] = heard[2] = 9;
    ck_assert_str_eq(recording->place, "pier");
    ck_assert_uint_eq(recording->count, 3);
    ck_assert_double_eq(recording->samples[0], 0.5);
    ck_assert_double_eq(recording->samples[1], -0.25);
    ck_assert_double_eq(recording->samples[2], 0.125);
    recording_free(recording);
}
END_TEST

START_TEST(the_peak_may_lie_below_zero)
{
    struct recording *recording = recording_new("", (double[]){0.5, -0.75}, 2);

    ck_assert_ptr_nonnull(recording);
    ck_assert_double_eq(recording_peak(recording), 0.75);
    recording_free(recording);
}
END_TEST

START_TEST(there_may_be_no_samples)
{
    struct recording *recording = recording_new("nowhere", (double[]){1}, 0);

    ck_assert_ptr_nonnull(recording);
    ck_assert_uint_eq(recording->count, 0);
    ck_assert_double_eq(recording_peak(recording), 0);
    recording_free(recording);
}
END_TEST

/* Above 512 bytes Python serves a block differently. */
START_TEST(there_may_be_many_samples)
{
    static double heard[10000];
    struct recording *recording;

    heard[9999] = -3;
    recording = recording_new("harbour", heard, 10000);
    ck_assert_ptr_nonnull(recording);
    ck_assert_mem_eq(recording->samples, heard, sizeof heard);
    ck_assert_double_eq(recording_peak(recording), 3);
    recording_free(recording);
}
END_TEST

START_TEST(more_samples_than_memory_are_refused)
{
    ck_assert_ptr_null(recording_new("", (double[]){1}, (size_t)-1 / 4));
}
END_TEST

START_TEST(free_of_null_does_nothing)
{
    recording_free(NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("recording");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, all_is_copied);
    tcase_add_test(behaviour, the_peak_may_lie_below_zero);
    tcase_add_test(behaviour, there_may_be_no_samples);
    tcase_add_test(behaviour, there_may_be_many_samples);
    tcase_add_test(behaviour, more_samples_than_memory_are_refused);
    tcase_add_test(behaviour, free_of_null_does_nothing);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
