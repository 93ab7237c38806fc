/* SPDX-License-Identifier: MIT
 *
 * test_snake.c: how a snake must grow and shrink.
 */
#include <check.h>
#include <stdlib.h>

#include "snake.h"

static struct snake snake;

static void set_up(void)
{
    snake_init(&snake);
}

static void tear_down(void)
{
    snake_release(&snake);
}

/* Crawl `steps` cells to the right: 0,0 and 1,0 and so on. */
static void crawl(int steps)
{
    for (int i = 0; i < steps; i++)
        ck_assert_int_eq(snake_grow(&snake, (struct cell){i, 0}), 0);
}

START_TEST(a_new_snake_has_no_head)
{
    ck_assert_uint_eq(snake.length, 0);
    ck_assert_ptr_null(snake.body);
    ck_assert_ptr_null(snake.head);
}
END_TEST

START_TEST(the_head_is_the_newest_cell)
{
    crawl(100);
    ck_assert_uint_eq(snake.length, 100);
    ck_assert_ptr_eq(snake.head, &snake.body[99]);
    ck_assert_int_eq(snake.head->x, 99);
    ck_assert_int_eq(snake.body[50].x, 50);
}
END_TEST

START_TEST(a_cut_keeps_the_newest_cells)
{
    crawl(10);
    snake_cut(&snake, 3);
    ck_assert_uint_eq(snake.length, 3);
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(snake.body[i].x, 7 + i);
    ck_assert_ptr_eq(snake.head, &snake.body[2]);
}
END_TEST

START_TEST(a_short_snake_is_not_cut)
{
    crawl(3);
    snake_cut(&snake, 3);
    snake_cut(&snake, 10);
    ck_assert_uint_eq(snake.length, 3);
    ck_assert_int_eq(snake.head->x, 2);
}
END_TEST

START_TEST(of_a_snake_nothing_may_be_left)
{
    crawl(3);
    snake_cut(&snake, 0);
    ck_assert_uint_eq(snake.length, 0);
    ck_assert_ptr_null(snake.body);
    ck_assert_ptr_null(snake.head);
}
END_TEST

START_TEST(it_can_grow_again_from_nothing)
{
    crawl(3);
    snake_cut(&snake, 0);
    crawl(2);
    ck_assert_uint_eq(snake.length, 2);
    ck_assert_int_eq(snake.head->x, 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("snake");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, a_new_snake_has_no_head);
    tcase_add_test(behaviour, the_head_is_the_newest_cell);
    tcase_add_test(behaviour, a_cut_keeps_the_newest_cells);
    tcase_add_test(behaviour, a_short_snake_is_not_cut);
    tcase_add_test(behaviour, of_a_snake_nothing_may_be_left);
    tcase_add_test(behaviour, it_can_grow_again_from_nothing);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
