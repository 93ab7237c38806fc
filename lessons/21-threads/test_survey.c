/* SPDX-License-Identifier: MIT
 *
 * test_survey.c: how the notes of several observers come together.
 */
#include <check.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "survey.h"

static struct survey survey;

static void set_up(void)
{
    survey = (struct survey){NULL, 0};
}

static void tear_down(void)
{
    survey_free(&survey);
}

static int one_each(int tower, int hour)
{
    (void)tower;
    (void)hour;
    return 1;
}

static int as_numbered(int tower, int hour)
{
    return 10 * tower + hour;
}

static int closed_first(int tower, int hour)
{
    return tower == 0 ? -1 : as_numbered(tower, hour);
}

static int closes_later(int tower, int hour)
{
    return tower == 0 && hour == 2 ? -1 : 1;
}

/* The towers that wait for each other in their first hour. */
enum { MEETING = 3, PATIENCE = 2 /* seconds */ };
static pthread_mutex_t meeting = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t all_here = PTHREAD_COND_INITIALIZER;
static int here, in_vain;

/* No tower is seen from before all have been asked; if one does not come, all are
 * closed. */
static int when_all_are_asked(int tower, int hour)
{
    struct timespec until;

    (void)tower;
    if (hour > 0)
        return 1;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PATIENCE;
    pthread_mutex_lock(&meeting);
    here++;
    pthread_cond_broadcast(&all_here);
    while (here < MEETING && !in_vain)
        in_vain = pthread_cond_timedwait(&all_here, &meeting, &until) != 0;
    int swifts = in_vain ? -1 : 1;
    pthread_mutex_unlock(&meeting);
    return swifts;
}

START_TEST(one_tower_is_enough)
{
    ck_assert_int_eq(survey_run(&survey, 1, 5, one_each), 0);
    ck_assert_uint_eq(survey.count, 5);
    ck_assert_int_eq(survey_swifts(&survey), 5);
}
END_TEST

START_TEST(each_tower_has_a_note_for_each_hour)
{
    int seen[3][2] = {{0}};

    ck_assert_int_eq(survey_run(&survey, 3, 2, as_numbered), 0);
    ck_assert_uint_eq(survey.count, 6);
    for (const struct note *note = survey.notes; note != NULL; note = note->next)
        if (note->swifts == as_numbered(note->tower, note->hour))
            seen[note->tower][note->hour]++; /* they come in any order */
    for (int tower = 0; tower < 3; tower++)
        for (int hour = 0; hour < 2; hour++)
            ck_assert_int_eq(seen[tower][hour], 1);
}
END_TEST

START_TEST(all_towers_are_asked_at_the_same_time)
{
    here = in_vain = 0;
    ck_assert_int_eq(survey_run(&survey, MEETING, 2, when_all_are_asked), 0);
    ck_assert_uint_eq(survey.count, MEETING * 2);
}
END_TEST

START_TEST(a_closed_tower_is_told_and_the_others_count)
{
    ck_assert_int_eq(survey_run(&survey, 3, 2, closed_first), -1);
    ck_assert_uint_eq(survey.count, 4);
    ck_assert_int_eq(survey_swifts(&survey), 10 + 11 + 20 + 21);
}
END_TEST

START_TEST(a_tower_that_closes_later_is_told)
{
    ck_assert_int_eq(survey_run(&survey, 2, 4, closes_later), -1);
    ck_assert_uint_eq(survey.count, 6);
}
END_TEST

START_TEST(towers_and_hours_have_a_least_and_a_most)
{
    ck_assert_int_eq(survey_run(&survey, 0, 1, one_each), -1);
    ck_assert_int_eq(survey_run(&survey, 1, 0, one_each), -1);
    ck_assert_int_eq(survey_run(&survey, TOWERS_MOST + 1, 1, one_each), -1);
    ck_assert_int_eq(survey_run(&survey, 1, HOURS_MOST + 1, one_each), -1);
    ck_assert_uint_eq(survey.count, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("survey");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, one_tower_is_enough);
    tcase_add_test(behaviour, each_tower_has_a_note_for_each_hour);
    tcase_add_test(behaviour, all_towers_are_asked_at_the_same_time);
    tcase_add_test(behaviour, a_closed_tower_is_told_and_the_others_count);
    tcase_add_test(behaviour, a_tower_that_closes_later_is_told);
    tcase_add_test(behaviour, towers_and_hours_have_a_least_and_a_most);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
