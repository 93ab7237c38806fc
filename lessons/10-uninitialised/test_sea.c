/* SPDX-License-Identifier: MIT
 *
 * test_sea.c: how a sea must behave, whatever lay in memory before.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "sea.h"

enum { WIDTH = 4, HEIGHT = 3 };

static struct sea sea;

/* A sea in memory that somebody else has used. */
static void set_up(void)
{
    size_t size = WIDTH * HEIGHT * sizeof *sea.squares;
    void *block = malloc(size);

    ck_assert_ptr_nonnull(block);
    memset(block, 0xa5, size);
    free(block);
    memset(&sea, 0xa5, sizeof sea);
    ck_assert_int_eq(sea_init(&sea, WIDTH, HEIGHT), 0);
}

static void tear_down(void)
{
    sea_release(&sea);
}

START_TEST(a_new_sea_is_water)
{
    for (int i = WIDTH * HEIGHT - 1; i >= 0; i--)
        ck_assert_int_eq(sea.squares[i], WATER);
    ck_assert_int_eq(sea_left(&sea), 0);
}
END_TEST

START_TEST(a_sea_knows_its_size)
{
    ck_assert_int_eq(sea.width, WIDTH);
    ck_assert_int_eq(sea.height, HEIGHT);
}
END_TEST

START_TEST(boats_can_be_hidden_on_every_square)
{
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            ck_assert(sea_hide(&sea, x, y));
    ck_assert_int_eq(sea_left(&sea), WIDTH * HEIGHT);
}
END_TEST

START_TEST(a_square_holds_one_boat)
{
    ck_assert(sea_hide(&sea, 2, 1));
    ck_assert(!sea_hide(&sea, 2, 1));
    ck_assert_int_eq(sea_left(&sea), 1);
}
END_TEST

START_TEST(a_boat_is_hit_once)
{
    ck_assert(sea_hide(&sea, 3, 2));
    ck_assert(!sea_fire(&sea, 3, 1));
    ck_assert_int_eq(sea_left(&sea), 1);
    ck_assert(sea_fire(&sea, 3, 2));
    ck_assert(!sea_fire(&sea, 3, 2));
    ck_assert_int_eq(sea_left(&sea), 0);
}
END_TEST

START_TEST(no_boat_is_hidden_on_a_wreck)
{
    ck_assert(sea_hide(&sea, 0, 0));
    ck_assert(sea_fire(&sea, 0, 0));
    ck_assert(!sea_hide(&sea, 0, 0));
}
END_TEST

START_TEST(a_released_sea_has_no_squares)
{
    sea_release(&sea);
    ck_assert_ptr_null(sea.squares);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sea");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, a_new_sea_is_water);
    tcase_add_test(behaviour, a_sea_knows_its_size);
    tcase_add_test(behaviour, boats_can_be_hidden_on_every_square);
    tcase_add_test(behaviour, a_square_holds_one_boat);
    tcase_add_test(behaviour, a_boat_is_hit_once);
    tcase_add_test(behaviour, no_boat_is_hidden_on_a_wreck);
    tcase_add_test(behaviour, a_released_sea_has_no_squares);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
