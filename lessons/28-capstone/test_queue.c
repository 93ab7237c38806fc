/* SPDX-License-Identifier: MIT
 *
 * test_queue.c: who comes first is served first.
 */
#include <check.h>
#include <stdlib.h>

#include "queue.h"

static struct queue queue;
static char said[80];

static void set_up(void)
{
    queue_init(&queue);
}

static void tear_down(void)
{
    queue_release(&queue);
}

START_TEST(who_comes_first_is_served_first)
{
    ck_assert_int_eq(queue_join(&queue, "Ada"), 0);
    ck_assert_int_eq(queue_join(&queue, "Bob"), 0);
    ck_assert_uint_eq(queue.count, 2);
    ck_assert_int_eq(queue_serve(&queue, said, sizeof said), 0);
    ck_assert_str_eq(said, "bread for Ada, then Bob");
    ck_assert_uint_eq(queue.count, 1);
}
END_TEST

START_TEST(after_the_last_comes_nobody)
{
    ck_assert_int_eq(queue_join(&queue, "Ada"), 0);
    ck_assert_int_eq(queue_serve(&queue, said, sizeof said), 0);
    ck_assert_str_eq(said, "bread for Ada, then nobody");
}
END_TEST

START_TEST(nobody_is_served_where_nobody_is)
{
    ck_assert_int_eq(queue_serve(&queue, said, sizeof said), -1);
    ck_assert_int_eq(queue_join(&queue, "Ada"), 0);
    ck_assert_int_eq(queue_serve(&queue, said, sizeof said), 0);
    ck_assert_int_eq(queue_serve(&queue, said, sizeof said), -1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("queue");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, who_comes_first_is_served_first);
    tcase_add_test(behaviour, after_the_last_comes_nobody);
    tcase_add_test(behaviour, nobody_is_served_where_nobody_is);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
