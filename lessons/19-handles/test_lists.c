/* SPDX-License-Identifier: MIT
 *
 * test_lists.c: how lists are joined and searched.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lists.h"
#include "scratch.h"

static char folder[SCRATCH_ROOM];
static char first[SCRATCH_PATH], second[SCRATCH_PATH], both[SCRATCH_PATH];

static void put(const char *path, const char *text)
{
    ck_assert_int_eq(scratch_write(path, text), 0);
}

static void set_up(void)
{
    ck_assert_int_eq(scratch_make(folder), 0);
    put(scratch_path(first, folder, "first"), "bread\nbutter\n");
    put(scratch_path(second, folder, "second"), "jam\n");
    scratch_path(both, folder, "both");
}

static void tear_down(void)
{
    remove(first);
    remove(second);
    remove(both);
    rmdir(folder);
}

START_TEST(the_lines_of_both_are_in_order)
{
    char text[40] = "";
    FILE *file;

    ck_assert_int_eq(lists_join(first, second, both), 3);
    file = fopen(both, "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fread(text, 1, sizeof text - 1, file), 17);
    fclose(file);
    ck_assert_str_eq(text, "bread\nbutter\njam\n");
}
END_TEST

START_TEST(an_empty_list_adds_nothing)
{
    put(first, "");
    ck_assert_int_eq(lists_join(first, second, both), 1);
}
END_TEST

START_TEST(a_list_that_is_missing_is_told)
{
    ck_assert_int_eq(lists_join(first, "no-such-list", both), -1);
    ck_assert_int_eq(lists_join("no-such-list", second, both), -1);
    ck_assert_int_eq(lists_join(first, second, "no-such-folder/both"), -1);
    ck_assert_int_eq(lists_has("no-such-list", "bread"), -1);
}
END_TEST

START_TEST(a_line_is_found_when_it_is_the_whole_line)
{
    ck_assert_int_eq(lists_has(first, "bread"), 1);
    ck_assert_int_eq(lists_has(first, "butter"), 1);
    ck_assert_int_eq(lists_has(first, "but"), 0);
    ck_assert_int_eq(lists_has(first, "jam"), 0);
}
END_TEST

START_TEST(many_lists_can_be_read_one_after_the_other)
{
    for (int i = 0; i < 100; i++)
        ck_assert_int_eq(lists_has(first, "butter"), 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lists");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, the_lines_of_both_are_in_order);
    tcase_add_test(behaviour, an_empty_list_adds_nothing);
    tcase_add_test(behaviour, a_list_that_is_missing_is_told);
    tcase_add_test(behaviour, a_line_is_found_when_it_is_the_whole_line);
    tcase_add_test(behaviour, many_lists_can_be_read_one_after_the_other);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
