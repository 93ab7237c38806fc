/* SPDX-License-Identifier: MIT
 *
 * test_timers.c: how timers must behave, whoever owns their memory.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "timers.h"

static struct timers *timers;
static struct timer *other;
static int heard;

static void set_up(void)
{
    timers = timers_new();
    ck_assert_ptr_nonnull(timers);
    heard = 0;
}

static void tear_down(void)
{
    timers_free(timers);
}

static struct timer *set(const char *name, int minutes, timer_heard *function)
{
    struct timer *timer = timers_set(timers, name, minutes, function);

    ck_assert_ptr_nonnull(timer);
    return timer;
}

static void count(struct timers *ours, struct timer *timer)
{
    ck_assert_ptr_eq(ours, timers);
    ck_assert_ptr_nonnull(timer);
    heard++;
}

static void count_and_cancel(struct timers *ours, struct timer *timer)
{
    count(ours, timer);
    timers_cancel(ours, timer);
}

static void cancel_other(struct timers *ours, struct timer *timer)
{
    count(ours, timer);
    if (other != NULL)
        timers_cancel(ours, other);
    other = NULL;
}

START_TEST(nothing_rings_in_an_empty_kitchen)
{
    timers_tick(timers);
    ck_assert_str_eq(timers_last(timers), "");
}
END_TEST

START_TEST(a_timer_rings_when_its_time_has_come)
{
    set("tea", 3, count);
    timers_tick(timers);
    timers_tick(timers);
    ck_assert_int_eq(heard, 0);
    ck_assert_str_eq(timers_last(timers), "");
    timers_tick(timers);
    ck_assert_int_eq(heard, 1);
    ck_assert_str_eq(timers_last(timers), "tea");
}
END_TEST

START_TEST(it_rings_until_it_is_cancelled)
{
    struct timer *tea = set("tea", 1, count);

    timers_tick(timers);
    timers_tick(timers);
    ck_assert_int_eq(heard, 2);
    timers_cancel(timers, tea);
    timers_tick(timers);
    ck_assert_int_eq(heard, 2);
}
END_TEST

START_TEST(minutes_count_from_now)
{
    timers_tick(timers);
    set("tea", 1, count);
    ck_assert_int_eq(heard, 0);
    timers_tick(timers);
    ck_assert_int_eq(heard, 1);
}
END_TEST

START_TEST(a_timer_may_cancel_itself)
{
    set("a", 1, count);
    set("b", 1, count_and_cancel);
    set("c", 1, count);
    timers_tick(timers);
    ck_assert_int_eq(heard, 3);
    timers_tick(timers);
    ck_assert_int_eq(heard, 5);
}
END_TEST

START_TEST(a_timer_may_cancel_the_next)
{
    other = set("a", 1, count);
    set("b", 1, cancel_other);
    set("c", 1, count);
    timers_tick(timers);
    ck_assert_int_eq(heard, 2);
    ck_assert_str_eq(timers_last(timers), "b");
}
END_TEST

START_TEST(a_timer_may_cancel_one_that_has_rung)
{
    set("a", 1, count);
    set("b", 1, cancel_other);
    other = set("c", 1, count);
    timers_tick(timers);
    ck_assert_int_eq(heard, 3);
    timers_tick(timers);
    ck_assert_int_eq(heard, 5);
}
END_TEST

START_TEST(names_are_copied_and_may_be_cut)
{
    char name[] = "a name that is too long for it";
    struct timer *timer = set(name, 1, count);

    memset(name, 'x', sizeof name - 1);
    ck_assert_str_eq(timer_name(timer), "a name that is too long");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("timers");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, nothing_rings_in_an_empty_kitchen);
    tcase_add_test(behaviour, a_timer_rings_when_its_time_has_come);
    tcase_add_test(behaviour, it_rings_until_it_is_cancelled);
    tcase_add_test(behaviour, minutes_count_from_now);
    tcase_add_test(behaviour, a_timer_may_cancel_itself);
    tcase_add_test(behaviour, a_timer_may_cancel_the_next);
    tcase_add_test(behaviour, a_timer_may_cancel_one_that_has_rung);
    tcase_add_test(behaviour, names_are_copied_and_may_be_cut);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
