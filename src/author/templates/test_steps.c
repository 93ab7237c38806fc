/* SPDX-License-Identifier: MIT
 *
 * test_steps.c: how a shelf must behave. Each test is in one step: see lesson.yml.
 */
#include <check.h>
#include <stdlib.h>

#include "shelf.h"

START_TEST(the_things_are_counted)
{
    struct shelf shelf;

    ck_assert_int_eq(shelf_new(&shelf, 2), 0);
    shelf.boxes[0] = 3;
    shelf.boxes[1] = 4;
    ck_assert_int_eq(shelf_count(&shelf), 7);
    shelf_free(&shelf);
}
END_TEST

START_TEST(a_shelf_keeps_its_things_when_it_grows)
{
    struct shelf shelf;

    ck_assert_int_eq(shelf_new(&shelf, 2), 0);
    shelf.boxes[1] = 4;
    ck_assert_int_eq(shelf_grow(&shelf, 3), 0);
    ck_assert_uint_eq(shelf.n, 3);
    ck_assert_int_eq(shelf.boxes[1], 4);
    ck_assert_int_eq(shelf.boxes[2], 0);
    shelf_free(&shelf);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("shelf");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, the_things_are_counted);
    tcase_add_test(behaviour, a_shelf_keeps_its_things_when_it_grows);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
