/* SPDX-License-Identifier: MIT
 *
 * test_row.c: how rows are written out, and where reading stops at a mistake.
 */
#include <check.h>
#include <stdlib.h>

#include "row.h"

static size_t stopped;

static void check_row(const char *text, const char *wanted)
{
    char *row = row_write_out(text, &stopped);

    ck_assert_ptr_nonnull(row);
    ck_assert_str_eq(row, wanted);
    free(row);
}

static void check_mistake(const char *text, size_t where)
{
    char *row = row_write_out(text, &stopped);

    ck_assert_ptr_null(row);
    ck_assert_uint_eq(stopped, where);
}

START_TEST(stitches_are_repeated)
{
    check_row("k2 p3", "kkppp");
    check_row("p1k1", "pk");
    check_row("k12", "kkkkkkkkkkkk");
}
END_TEST

START_TEST(what_is_in_brackets_is_repeated)
{
    check_row("k1 2(p1 k2)", "kpkkpkk");
    check_row("3(k1)p2", "kkkpp");
    check_row("2()", "");
}
END_TEST

START_TEST(brackets_stand_in_brackets)
{
    check_row("2(k1 2(p1) 1(k2))", "kppkkkppkk");
    check_row("1(1(1(1(1(1(1(1(k1))))))))", "k");
}
END_TEST

START_TEST(an_empty_text_is_an_empty_row)
{
    check_row("", "");
    check_row("  ", "");
}
END_TEST

START_TEST(a_letter_without_a_number_is_a_mistake)
{
    check_mistake("k", 1);
    check_mistake("k2 p", 4);
    check_mistake("k0", 2);
}
END_TEST

START_TEST(an_unknown_letter_is_a_mistake)
{
    check_mistake("x3", 0);
    check_mistake("k2 x3", 3);
}
END_TEST

START_TEST(brackets_that_stay_open_are_a_mistake)
{
    check_mistake("2(k1", 4);
    check_mistake("k1 2(p1 3(k2", 12);
}
END_TEST

START_TEST(a_bracket_too_many_is_a_mistake)
{
    check_mistake("k1)", 2);
    check_mistake("2(k1))", 5);
}
END_TEST

START_TEST(brackets_more_than_8_deep_are_a_mistake)
{
    check_mistake("1(1(1(1(1(1(1(1(1(k1)))))))))", 17);
}
END_TEST

START_TEST(after_a_mistake_the_next_row_is_read)
{
    check_mistake("2(k", 3);
    check_row("2(k1)", "kk");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("row");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, stitches_are_repeated);
    tcase_add_test(behaviour, what_is_in_brackets_is_repeated);
    tcase_add_test(behaviour, brackets_stand_in_brackets);
    tcase_add_test(behaviour, an_empty_text_is_an_empty_row);
    tcase_add_test(behaviour, a_letter_without_a_number_is_a_mistake);
    tcase_add_test(behaviour, an_unknown_letter_is_a_mistake);
    tcase_add_test(behaviour, brackets_that_stay_open_are_a_mistake);
    tcase_add_test(behaviour, a_bracket_too_many_is_a_mistake);
    tcase_add_test(behaviour, brackets_more_than_8_deep_are_a_mistake);
    tcase_add_test(behaviour, after_a_mistake_the_next_row_is_read);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
