/* SPDX-License-Identifier: MIT
 *
 * test_route.c: how a route must behave, whoever owns its memory.
 */
#include <check.h>
#include <stdlib.h>

#include "route.h"

static struct route route;

static void set_up(void)
{
    ck_assert_int_eq(route_init(&route), 0);
}

static void tear_down(void)
{
    route_release(&route);
}

static void add(double east, double north)
{
    ck_assert_int_eq(route_add(&route, (struct point){east, north}), 0);
}

START_TEST(a_new_route_has_no_points)
{
    ck_assert_uint_eq(route.count, 0);
    ck_assert_double_eq(route_length(&route), 0.0);
}
END_TEST

START_TEST(one_point_alone_has_no_length)
{
    add(5, 5);
    ck_assert_uint_eq(route.count, 1);
    ck_assert_double_eq(route_length(&route), 0.0);
}
END_TEST

START_TEST(lengths_add_up)
{
    add(0, 0);
    add(3, 4);
    add(3, 10);
    ck_assert_double_eq_tol(route_length(&route), 11.0, 1e-9);
}
END_TEST

START_TEST(points_stay_where_they_are_while_it_grows)
{
    for (int i = 0; i < 1000; i++)
        add(i, 2 * i);
    ck_assert_uint_eq(route.count, 1000);
    ck_assert_uint_ge(route.capacity, 1000);
    for (int i = 0; i < 1000; i++) {
        ck_assert_double_eq(route.points[i].east, i);
        ck_assert_double_eq(route.points[i].north, 2 * i);
    }
}
END_TEST

START_TEST(room_is_doubled)
{
    size_t capacity = route.capacity;

    for (int i = 0; i < 100; i++) {
        add(i, i);
        if (route.capacity != capacity)
            ck_assert_uint_eq(route.capacity, 2 * capacity);
        capacity = route.capacity;
    }
}
END_TEST

START_TEST(a_released_route_is_empty)
{
    add(1, 1);
    route_release(&route);
    ck_assert_uint_eq(route.count, 0);
    ck_assert_ptr_null(route.points);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("route");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, a_new_route_has_no_points);
    tcase_add_test(behaviour, one_point_alone_has_no_length);
    tcase_add_test(behaviour, lengths_add_up);
    tcase_add_test(behaviour, points_stay_where_they_are_while_it_grows);
    tcase_add_test(behaviour, room_is_doubled);
    tcase_add_test(behaviour, a_released_route_is_empty);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
