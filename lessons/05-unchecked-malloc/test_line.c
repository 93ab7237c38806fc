/* SPDX-License-Identifier: MIT
 *
 * test_line.c: how a line must behave while there is memory enough.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "line.h"

static struct line line;

static void set_up(void)
{
    ck_assert_int_eq(line_init(&line, "come home"), 0);
}

static void tear_down(void)
{
    line_release(&line);
}

static void type(const char *text)
{
    for (size_t i = 0; text[i] != '\0'; i++)
        ck_assert_int_eq(line_type(&line, text[i]), 0);
}

static void expect(const char *text)
{
    char *string = line_string(&line);

    ck_assert_ptr_nonnull(string);
    ck_assert_str_eq(string, text);
    free(string);
}

START_TEST(a_new_line_has_its_text)
{
    expect("come home");
    ck_assert_uint_eq(line.before, 9);
    ck_assert_uint_eq(line.after, 0);
}
END_TEST

START_TEST(typing_goes_on_at_the_end)
{
    type(", Ada");
    expect("come home, Ada");
}
END_TEST

START_TEST(typing_goes_in_at_the_cursor)
{
    line_move(&line, 4);
    type(" back");
    expect("come back home");
    line_move(&line, 0);
    type("Do ");
    expect("Do come back home");
}
END_TEST

START_TEST(the_cursor_stops_at_the_end)
{
    line_move(&line, 2);
    line_move(&line, 100);
    type("!");
    expect("come home!");
}
END_TEST

START_TEST(the_text_survives_growing)
{
    line_move(&line, 4);
    for (int i = 0; i < 1000; i++)
        type("abc");
    ck_assert_uint_eq(line.before + line.after, 3009);
    ck_assert_uint_le(line.before + line.after, line.capacity);

    char *string = line_string(&line);
    ck_assert_ptr_nonnull(string);
    ck_assert_uint_eq(strlen(string), 3009);
    ck_assert_mem_eq(string, "come", 4);
    for (size_t i = 0; i < 1000; i++)
        ck_assert_mem_eq(string + 4 + 3 * i, "abc", 3);
    ck_assert_str_eq(string + 3004, " home");
    free(string);
}
END_TEST

START_TEST(an_empty_line_can_be_typed_into)
{
    line_release(&line);
    ck_assert_int_eq(line_init(&line, ""), 0);
    expect("");
    type("x");
    expect("x");
}
END_TEST

START_TEST(a_released_line_is_empty)
{
    line_release(&line);
    ck_assert_ptr_null(line.text);
    ck_assert_uint_eq(line.capacity, 0);
    ck_assert_uint_eq(line.before + line.after, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("line");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, a_new_line_has_its_text);
    tcase_add_test(behaviour, typing_goes_on_at_the_end);
    tcase_add_test(behaviour, typing_goes_in_at_the_cursor);
    tcase_add_test(behaviour, the_cursor_stops_at_the_end);
    tcase_add_test(behaviour, the_text_survives_growing);
    tcase_add_test(behaviour, an_empty_line_can_be_typed_into);
    tcase_add_test(behaviour, a_released_line_is_empty);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
