/* SPDX-License-Identifier: MIT
 *
 * test_visits.c: how busiest_day must behave, whatever becomes of its memory.
 */
#include <check.h>
#include <stdlib.h>

#include "visits.h"

START_TEST(the_busiest_is_told)
{
    const int days[] = {DAYS - 1, DAYS - 2, DAYS - 1};

    ck_assert_int_eq(busiest_day(days, 3), DAYS - 1);
    ck_assert_int_eq(busiest_day(days, 2), DAYS - 1);
    ck_assert_int_eq(busiest_day(days + 1, 1), DAYS - 2);
}
END_TEST

START_TEST(of_equals_the_last_is_told)
{
    const int days[] = {DAYS - 1, 0, DAYS - 2, 0, DAYS - 1};

    ck_assert_int_eq(busiest_day(days, 5), DAYS - 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("busiest_day");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, the_busiest_is_told);
    tcase_add_test(behaviour, of_equals_the_last_is_told);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
