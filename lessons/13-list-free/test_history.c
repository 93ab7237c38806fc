/* SPDX-License-Identifier: MIT
 *
 * test_history.c: how a history must behave, whoever owns its memory.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "history.h"

static struct page *history;

static void set_up(void)
{
    static const char *const addresses[] = {"a", "b", "c", "d"};

    history = NULL;
    for (size_t i = 0; i < 4; i++)
        ck_assert_int_eq(history_visit(&history, addresses[i]), 0);
}

static void tear_down(void)
{
    history_clear(&history);
}

START_TEST(the_newest_page_is_the_current_one)
{
    ck_assert_str_eq(history_current(history), "d");
    ck_assert_ptr_null(history_current(NULL));
}
END_TEST

START_TEST(addresses_are_copied)
{
    char address[] = "e";

    ck_assert_int_eq(history_visit(&history, address), 0);
    address[0] = 'x';
    ck_assert_str_eq(history_current(history), "e");
}
END_TEST

START_TEST(back_goes_one_page_at_a_time)
{
    ck_assert_int_eq(history_back(&history), 0);
    ck_assert_str_eq(history_current(history), "c");
    ck_assert_int_eq(history_back(&history), 0);
    ck_assert_str_eq(history_current(history), "b");
}
END_TEST

START_TEST(back_ends_at_the_first_page)
{
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(history_back(&history), 0);
    ck_assert_ptr_null(history);
    ck_assert_int_eq(history_back(&history), -1);
}
END_TEST

START_TEST(trimming_keeps_the_newest)
{
    history_trim(&history, 2);
    ck_assert_str_eq(history_current(history), "d");
    ck_assert_str_eq(history->before->address, "c");
    ck_assert_ptr_null(history->before->before);
}
END_TEST

START_TEST(trimming_to_more_than_there_is_changes_nothing)
{
    history_trim(&history, 10);
    ck_assert_str_eq(history->before->before->before->address, "a");
    history_trim(&history, 0);
    ck_assert_ptr_null(history);
}
END_TEST

START_TEST(a_cleared_history_is_empty)
{
    history_clear(&history);
    ck_assert_ptr_null(history);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("history");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, the_newest_page_is_the_current_one);
    tcase_add_test(behaviour, addresses_are_copied);
    tcase_add_test(behaviour, back_goes_one_page_at_a_time);
    tcase_add_test(behaviour, back_ends_at_the_first_page);
    tcase_add_test(behaviour, trimming_keeps_the_newest);
    tcase_add_test(behaviour, trimming_to_more_than_there_is_changes_nothing);
    tcase_add_test(behaviour, a_cleared_history_is_empty);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
