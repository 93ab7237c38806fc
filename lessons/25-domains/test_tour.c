/* SPDX-License-Identifier: MIT
 *
 * test_tour.c: how a tour must behave, whatever domain its memory is in.
 */
#include <check.h>
#include <stdlib.h>
#include <wchar.h>

#include "tour.h"

START_TEST(the_name_is_a_copy)
{
    wchar_t name[] = L"ships";
    struct tour tour;

    ck_assert_int_eq(tour_init(&tour, name), 0);
    name[0] = L'x';
    ck_assert_str_eq(tour.name, "ships");
    tour_release(&tour);
}
END_TEST

START_TEST(a_new_tour_has_no_rooms)
{
    struct tour tour;

    ck_assert_int_eq(tour_init(&tour, L""), 0);
    ck_assert_uint_eq(tour.count, 0);
    ck_assert_int_eq(tour_visits(&tour, 0), 0);
    tour_release(&tour);
}
END_TEST

START_TEST(rooms_come_in_order)
{
    struct tour tour;

    ck_assert_int_eq(tour_init(&tour, L"all"), 0);
    for (unsigned room = 0; room < 1000; room++)
        ck_assert_int_eq(tour_add(&tour, room), 0);
    ck_assert_uint_eq(tour.count, 1000);
    for (unsigned room = 0; room < 1000; room++)
        ck_assert_uint_eq(tour.rooms[room], room);
    tour_release(&tour);
}
END_TEST

START_TEST(a_room_is_visited_or_not)
{
    struct tour tour;

    ck_assert_int_eq(tour_init(&tour, L"short"), 0);
    ck_assert_int_eq(tour_add(&tour, 3), 0);
    ck_assert_int_eq(tour_add(&tour, 9), 0);
    ck_assert_int_eq(tour_visits(&tour, 3), 1);
    ck_assert_int_eq(tour_visits(&tour, 9), 1);
    ck_assert_int_eq(tour_visits(&tour, 4), 0);
    tour_release(&tour);
}
END_TEST

START_TEST(a_released_tour_is_empty)
{
    struct tour tour;

    ck_assert_int_eq(tour_init(&tour, L"short"), 0);
    ck_assert_int_eq(tour_add(&tour, 3), 0);
    tour_release(&tour);
    ck_assert_ptr_null(tour.name);
    ck_assert_ptr_null(tour.rooms);
    ck_assert_uint_eq(tour.count, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tour");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, the_name_is_a_copy);
    tcase_add_test(behaviour, a_new_tour_has_no_rooms);
    tcase_add_test(behaviour, rooms_come_in_order);
    tcase_add_test(behaviour, a_room_is_visited_or_not);
    tcase_add_test(behaviour, a_released_tour_is_empty);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
