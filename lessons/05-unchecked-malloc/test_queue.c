/* SPDX-License-Identifier: MIT
 *
 * test_queue.c: how a queue must behave while there is memory enough.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "queue.h"

static struct queue queue;

static void set_up(void)
{
    queue = (struct queue){0};
}

static void tear_down(void)
{
    queue_release(&queue);
}

static void expect_served(const char *expected)
{
    char *name = queue_serve(&queue);

    ck_assert_pstr_eq(name, expected);
    free(name);
}

START_TEST(nobody_waits_at_first)
{
    expect_served(NULL);
}
END_TEST

START_TEST(who_came_first_is_served_first)
{
    ck_assert_int_eq(queue_join(&queue, "a"), 0);
    ck_assert_int_eq(queue_join(&queue, "b"), 0);
    expect_served("a");
    ck_assert_int_eq(queue_join(&queue, "c"), 0);
    expect_served("b");
    expect_served("c");
    expect_served(NULL);
}
END_TEST

START_TEST(nobody_waits_twice)
{
    ck_assert_int_eq(queue_join(&queue, "a"), 0);
    ck_assert_int_eq(queue_join(&queue, "b"), 0);
    ck_assert_int_eq(queue_join(&queue, "a"), 1);
    ck_assert_int_eq(queue_join(&queue, "b"), 1);
    expect_served("a");
    ck_assert_int_eq(queue_join(&queue, "a"), 0);
    expect_served("b");
    expect_served("a");
    expect_served(NULL);
}
END_TEST

START_TEST(names_are_copied)
{
    char name[] = "Ada";

    ck_assert_int_eq(queue_join(&queue, name), 0);
    memcpy(name, "Eve", sizeof name);
    expect_served("Ada");
}
END_TEST

START_TEST(many_may_wait)
{
    char name[16];

    for (int i = 0; i < 200; i++) {
        snprintf(name, sizeof name, "guest %d", i);
        ck_assert_int_eq(queue_join(&queue, name), 0);
    }
    for (int i = 0; i < 200; i++) {
        snprintf(name, sizeof name, "guest %d", i);
        expect_served(name);
    }
}
END_TEST

START_TEST(nobody_waits_after_a_release)
{
    ck_assert_int_eq(queue_join(&queue, "a"), 0);
    ck_assert_int_eq(queue_join(&queue, "b"), 0);
    queue_release(&queue);
    ck_assert_ptr_null(queue.first);
    expect_served(NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("queue");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, nobody_waits_at_first);
    tcase_add_test(behaviour, who_came_first_is_served_first);
    tcase_add_test(behaviour, nobody_waits_twice);
    tcase_add_test(behaviour, names_are_copied);
    tcase_add_test(behaviour, many_may_wait);
    tcase_add_test(behaviour, nobody_waits_after_a_release);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
