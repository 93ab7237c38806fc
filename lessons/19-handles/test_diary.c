/* SPDX-License-Identifier: MIT
 *
 * test_diary.c: how a diary is searched and locked.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "diary.h"
#include "scratch.h"

static char folder[SCRATCH_ROOM];
static char page[40];

static void put(const char *name, const char *text)
{
    char path[SCRATCH_PATH];

    ck_assert_int_eq(scratch_write(scratch_path(path, folder, name), text), 0);
}

static void set_up(void)
{
    ck_assert_int_eq(scratch_make(folder), 0);
    put("a.txt", "first line\nred, green\n");
    put("b.txt", "first line\nblue\n");
    put("c.jpg", "yellow\n");
}

static void tear_down(void)
{
    static const char *const names[] = {"a.txt", "b.txt", "c.jpg", "lock"};
    char path[SCRATCH_PATH];

    for (int i = 0; i < 4; i++)
        remove(scratch_path(path, folder, names[i]));
    rmdir(folder);
}

START_TEST(a_page_is_found_by_a_word_in_any_line)
{
    ck_assert_int_eq(diary_find(folder, "green", page, sizeof page), 1);
    ck_assert_str_eq(page, "a.txt");
    ck_assert_int_eq(diary_find(folder, "blue", page, sizeof page), 1);
    ck_assert_str_eq(page, "b.txt");
}
END_TEST

START_TEST(what_no_page_has_is_not_found)
{
    ck_assert_int_eq(diary_find(folder, "violet", page, sizeof page), 0);
}
END_TEST

START_TEST(other_files_are_no_pages)
{
    ck_assert_int_eq(diary_find(folder, "yellow", page, sizeof page), 0);
}
END_TEST

START_TEST(a_folder_that_is_missing_cannot_be_read)
{
    ck_assert_int_eq(diary_find("no-such-folder", "green", page, sizeof page), -1);
}
END_TEST

START_TEST(a_diary_is_locked_once)
{
    ck_assert_int_eq(diary_lock(folder), 0);
    ck_assert_int_eq(diary_lock(folder), -1);
    ck_assert_int_eq(diary_unlock(folder), 0);
    ck_assert_int_eq(diary_unlock(folder), -1);
    ck_assert_int_eq(diary_lock(folder), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("diary");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, a_page_is_found_by_a_word_in_any_line);
    tcase_add_test(behaviour, what_no_page_has_is_not_found);
    tcase_add_test(behaviour, other_files_are_no_pages);
    tcase_add_test(behaviour, a_folder_that_is_missing_cannot_be_read);
    tcase_add_test(behaviour, a_diary_is_locked_once);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
