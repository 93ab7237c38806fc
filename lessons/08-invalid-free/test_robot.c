/* SPDX-License-Identifier: MIT
 *
 * test_robot.c: how a robot must behave, whoever owns its memory.
 */
#include <check.h>
#include <stdlib.h>

#include "robot.h"

static struct robot *robot_with(const char *name, const char *orders)
{
    struct robot *robot = robot_new(name, orders);

    ck_assert_ptr_nonnull(robot);
    return robot;
}

START_TEST(a_robot_has_the_name_it_was_given)
{
    struct robot *robot = robot_with("Talos", "");

    ck_assert_str_eq(robot_name(robot), "Talos");
    robot_free(robot);
}
END_TEST

START_TEST(a_robot_may_have_no_name)
{
    struct robot *robot = robot_with(NULL, "");

    ck_assert_str_eq(robot_name(robot), "the robot");
    robot_free(robot);
}
END_TEST

START_TEST(orders_come_one_by_one)
{
    struct robot *robot = robot_with("Talos", "left; forward 3;right");

    ck_assert_str_eq(robot_next(robot), "left");
    ck_assert_str_eq(robot_next(robot), "forward 3");
    ck_assert_str_eq(robot_next(robot), "right");
    ck_assert_ptr_null(robot_next(robot));
    ck_assert_ptr_null(robot_next(robot));
    robot_free(robot);
}
END_TEST

START_TEST(empty_orders_are_passed_over)
{
    struct robot *robot = robot_with("Talos", " ;; left;; ");

    ck_assert_str_eq(robot_next(robot), "left");
    ck_assert_ptr_null(robot_next(robot));
    robot_free(robot);
}
END_TEST

START_TEST(an_order_stays_readable_until_the_end)
{
    struct robot *robot = robot_with("Talos", "left; right");
    const char *first = robot_next(robot);

    ck_assert_str_eq(robot_next(robot), "right");
    ck_assert_str_eq(first, "left");
    robot_free(robot);
}
END_TEST

START_TEST(orders_and_name_are_copied)
{
    char name[] = "Talos", orders[] = "left";
    struct robot *robot = robot_with(name, orders);

    name[0] = orders[0] = '?';
    ck_assert_str_eq(robot_name(robot), "Talos");
    ck_assert_str_eq(robot_next(robot), "left");
    ck_assert_str_eq(orders, "?eft");
    robot_free(robot);
}
END_TEST

START_TEST(no_robot_may_be_freed)
{
    robot_free(NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("robot");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, a_robot_has_the_name_it_was_given);
    tcase_add_test(behaviour, a_robot_may_have_no_name);
    tcase_add_test(behaviour, orders_come_one_by_one);
    tcase_add_test(behaviour, empty_orders_are_passed_over);
    tcase_add_test(behaviour, an_order_stays_readable_until_the_end);
    tcase_add_test(behaviour, orders_and_name_are_copied);
    tcase_add_test(behaviour, no_robot_may_be_freed);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
