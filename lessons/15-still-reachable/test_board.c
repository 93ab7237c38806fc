/* SPDX-License-Identifier: MIT
 *
 * test_board.c: what can be read on the board, whatever else hangs there.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "board.h"

START_TEST(the_newest_note_is_on_top)
{
    struct board board;

    board_init(&board);
    ck_assert_int_eq(board_pin(&board, "Choir on Friday"), 0);
    ck_assert_int_eq(board_pin(&board, "Lost: a blue scarf"), 0);
    ck_assert_str_eq(board_read(&board, 0), "Lost: a blue scarf");
    ck_assert_str_eq(board_read(&board, 1), "Choir on Friday");
    board_release(&board);
}
END_TEST

START_TEST(an_empty_board_has_nothing_to_read)
{
    struct board board;

    board_init(&board);
    ck_assert_ptr_null(board_read(&board, 0));
    board_release(&board);
}
END_TEST

START_TEST(a_note_is_a_copy)
{
    struct board board;
    char text[] = "Chess at eight";

    board_init(&board);
    ck_assert_int_eq(board_pin(&board, text), 0);
    text[0] = '-';
    ck_assert_str_eq(board_read(&board, 0), "Chess at eight");
    board_release(&board);
}
END_TEST

START_TEST(as_many_notes_as_are_read)
{
    struct board board;
    char text[] = "note a";

    board_init(&board);
    for (char letter = 'a'; letter < 'a' + NOTES_READ; letter++) {
        text[5] = letter;
        ck_assert_int_eq(board_pin(&board, text), 0);
    }
    ck_assert_str_eq(board_read(&board, NOTES_READ - 1), "note a");
    ck_assert_str_eq(board_read(&board, 0), "note e");
    board_release(&board);
}
END_TEST

START_TEST(more_notes_than_are_read)
{
    struct board board;
    char text[] = "note a";

    board_init(&board);
    for (char letter = 'a'; letter <= 'z'; letter++) {
        text[5] = letter;
        ck_assert_int_eq(board_pin(&board, text), 0);
    }
    ck_assert_str_eq(board_read(&board, 0), "note z");
    ck_assert_str_eq(board_read(&board, NOTES_READ - 1), "note v");
    ck_assert_ptr_null(board_read(&board, NOTES_READ));
    board_release(&board);
}
END_TEST

START_TEST(a_released_board_is_empty)
{
    struct board board;

    board_init(&board);
    ck_assert_int_eq(board_pin(&board, "Tea"), 0);
    board_release(&board);
    ck_assert_ptr_null(board_read(&board, 0));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("board");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, the_newest_note_is_on_top);
    tcase_add_test(behaviour, an_empty_board_has_nothing_to_read);
    tcase_add_test(behaviour, a_note_is_a_copy);
    tcase_add_test(behaviour, as_many_notes_as_are_read);
    tcase_add_test(behaviour, more_notes_than_are_read);
    tcase_add_test(behaviour, a_released_board_is_empty);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
