/* SPDX-License-Identifier: MIT
 *
 * test_melody.c: how a melody must behave, however its block is made larger.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "melody.h"

static struct melody melody;

/* Leave memory behind that is not full of zeros, as a program has it that has run for
 * a while. */
static void soil_memory(void)
{
    enum { BLOCKS = 5, SIZE = 200 };
    char *blocks[BLOCKS];

    for (int i = 0; i < BLOCKS; i++) {
        blocks[i] = malloc(SIZE);
        ck_assert_ptr_nonnull(blocks[i]);
        memset(blocks[i], 0x55, SIZE);
    }
    for (int i = 0; i < BLOCKS; i++)
        free(blocks[i]);
}

static void set_up(void)
{
    soil_memory();
    melody_init(&melody);
}

static void tear_down(void)
{
    melody_release(&melody);
}

/* Make the melody 1, 2, 3, ... of that length. */
static void count_up(size_t length)
{
    ck_assert_int_eq(melody_set_length(&melody, length), 0);
    for (size_t i = 0; i < length; i++)
        melody.notes[i] = (int)i + 1;
}

START_TEST(a_new_melody_has_no_notes)
{
    ck_assert_uint_eq(melody.length, 0);
    ck_assert_ptr_null(melody.notes);
}
END_TEST

START_TEST(new_notes_are_rests)
{
    ck_assert_int_eq(melody_set_length(&melody, 50), 0);
    for (int i = 0; i < 50; i++)
        ck_assert_int_eq(melody.notes[i], MELODY_REST);
}
END_TEST

START_TEST(notes_stay_when_it_grows_and_shrinks)
{
    count_up(3);
    ck_assert_int_eq(melody_set_length(&melody, 5), 0);
    ck_assert_int_eq(melody.notes[2], 3);
    ck_assert_int_eq(melody.notes[4], MELODY_REST);
    ck_assert_int_eq(melody_set_length(&melody, 2), 0);
    ck_assert_uint_eq(melody.length, 2);
    ck_assert_int_eq(melody.notes[1], 2);
}
END_TEST

START_TEST(a_part_is_repeated_at_the_end)
{
    count_up(4);
    ck_assert_int_eq(melody_repeat(&melody, 1, 2), 0);
    ck_assert_uint_eq(melody.length, 6);
    ck_assert_int_eq(melody.notes[4], 2);
    ck_assert_int_eq(melody.notes[5], 3);
}
END_TEST

START_TEST(without_a_note_it_is_as_new)
{
    count_up(4);
    ck_assert_int_eq(melody_set_length(&melody, 0), 0);
    ck_assert_uint_eq(melody.length, 0);
    ck_assert_ptr_null(melody.notes);
    ck_assert_int_eq(melody_set_length(&melody, 0), 0);
    count_up(2);
    ck_assert_int_eq(melody.notes[1], 2);
}
END_TEST

START_TEST(a_melody_too_long_stays_as_it_was)
{
    count_up(2);
    ck_assert_int_eq(melody_set_length(&melody, MELODY_MOST + 1), -1);
    ck_assert_uint_eq(melody.length, 2);
    ck_assert_int_eq(melody.notes[1], 2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("melody");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, a_new_melody_has_no_notes);
    tcase_add_test(behaviour, new_notes_are_rests);
    tcase_add_test(behaviour, notes_stay_when_it_grows_and_shrinks);
    tcase_add_test(behaviour, a_part_is_repeated_at_the_end);
    tcase_add_test(behaviour, without_a_note_it_is_as_new);
    tcase_add_test(behaviour, a_melody_too_long_stays_as_it_was);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
