/* SPDX-License-Identifier: MIT
 *
 * test_maze.c: ways through a maze, however it ends.
 */
#include <check.h>
#include <stdlib.h>

#include "maze.h"

START_TEST(rooms_have_numbers_and_names)
{
    struct maze maze;

    maze_init(&maze);
    ck_assert_int_eq(maze_add(&maze, "hall"), 0);
    ck_assert_int_eq(maze_add(&maze, "cellar"), 1);
    ck_assert_str_eq(maze.room[1]->name, "cellar");
    maze_release(&maze);
}
END_TEST

START_TEST(a_door_leads_there_and_back)
{
    struct maze maze;

    maze_init(&maze);
    ck_assert_int_eq(maze_add(&maze, "hall"), 0);
    ck_assert_int_eq(maze_add(&maze, "cellar"), 1);
    ck_assert_int_eq(maze_door(&maze, 0, 1), 0);
    ck_assert_int_eq(maze_steps(&maze, 0, 1), 1);
    ck_assert_int_eq(maze_steps(&maze, 1, 0), 1);
    maze_release(&maze);
}
END_TEST

START_TEST(the_shortest_way_counts)
{
    struct maze maze;

    maze_init(&maze);
    for (int i = 0; i < 5; i++)
        ck_assert_int_eq(maze_add(&maze, "room"), i);
    for (int i = 1; i < 5; i++)
        ck_assert_int_eq(maze_door(&maze, i - 1, i), 0);
    ck_assert_int_eq(maze_steps(&maze, 0, 4), 4);
    ck_assert_int_eq(maze_door(&maze, 4, 0), 0);
    ck_assert_int_eq(maze_steps(&maze, 0, 4), 1);
    ck_assert_int_eq(maze_steps(&maze, 0, 3), 2);
    maze_release(&maze);
}
END_TEST

START_TEST(there_may_be_no_way)
{
    struct maze maze;

    maze_init(&maze);
    ck_assert_int_eq(maze_add(&maze, "hall"), 0);
    ck_assert_int_eq(maze_add(&maze, "island"), 1);
    ck_assert_int_eq(maze_steps(&maze, 0, 1), -1);
    ck_assert_int_eq(maze_steps(&maze, 1, 1), 0);
    maze_release(&maze);
}
END_TEST

START_TEST(a_room_has_four_walls)
{
    struct maze maze;

    maze_init(&maze);
    for (int i = 0; i <= DOORS_MOST + 1; i++)
        ck_assert_int_eq(maze_add(&maze, "room"), i);
    for (int i = 1; i <= DOORS_MOST; i++)
        ck_assert_int_eq(maze_door(&maze, 0, i), 0);
    ck_assert_int_eq(maze_door(&maze, 0, DOORS_MOST + 1), -1);
    ck_assert_int_eq(maze_steps(&maze, 0, DOORS_MOST + 1), -1);
    maze_release(&maze);
}
END_TEST

START_TEST(a_released_maze_is_empty)
{
    struct maze maze;

    maze_init(&maze);
    ck_assert_int_eq(maze_add(&maze, "hall"), 0);
    maze_release(&maze);
    ck_assert_uint_eq(maze.rooms, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("maze");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, rooms_have_numbers_and_names);
    tcase_add_test(behaviour, a_door_leads_there_and_back);
    tcase_add_test(behaviour, the_shortest_way_counts);
    tcase_add_test(behaviour, there_may_be_no_way);
    tcase_add_test(behaviour, a_room_has_four_walls);
    tcase_add_test(behaviour, a_released_maze_is_empty);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
