/* SPDX-License-Identifier: MIT
 *
 * test_playlist.c: how playlists must behave, whoever owns their titles.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "playlist.h"

static struct playlist playlist;

static void set_up(void)
{
    playlist_init(&playlist, 600);
}

static void tear_down(void)
{
    playlist_release(&playlist);
}

START_TEST(a_new_playlist_is_empty)
{
    ck_assert_uint_eq(playlist.count, 0);
    ck_assert_int_eq(playlist_seconds(&playlist), 0);
}
END_TEST

START_TEST(songs_are_read_in_order)
{
    ck_assert_int_eq(playlist_read(&playlist, "1:30 a"), 0);
    ck_assert_int_eq(playlist_read(&playlist, "0:05 b c"), 0);
    ck_assert_uint_eq(playlist.count, 2);
    ck_assert_str_eq(playlist.songs[0].title, "a");
    ck_assert_int_eq(playlist.songs[0].seconds, 90);
    ck_assert_str_eq(playlist.songs[1].title, "b c");
    ck_assert_int_eq(playlist_seconds(&playlist), 95);
}
END_TEST

START_TEST(a_line_without_a_time_is_no_song)
{
    ck_assert_int_eq(playlist_read(&playlist, "Sakura"), 1);
    ck_assert_int_eq(playlist_read(&playlist, ""), 1);
    ck_assert_uint_eq(playlist.count, 0);
}
END_TEST

START_TEST(an_added_title_is_taken_over)
{
    char *title = strdup("a");

    ck_assert_ptr_nonnull(title);
    ck_assert_int_eq(playlist_add(&playlist, title, 600), 0);
    ck_assert_ptr_eq(playlist.songs[0].title, title);
}
END_TEST

START_TEST(a_song_too_long_is_left_out)
{
    ck_assert_int_eq(playlist_read(&playlist, "5:00 a"), 0);
    ck_assert_int_eq(playlist_read(&playlist, "5:01 b"), 1);
    ck_assert_int_eq(playlist_read(&playlist, "5:00 c"), 0);
    ck_assert_uint_eq(playlist.count, 2);
    ck_assert_str_eq(playlist.songs[1].title, "c");
}
END_TEST

START_TEST(a_copy_has_the_same_songs)
{
    struct playlist copy;

    ck_assert_int_eq(playlist_read(&playlist, "1:00 a"), 0);
    ck_assert_int_eq(playlist_read(&playlist, "2:00 b"), 0);
    ck_assert_int_eq(playlist_copy(&copy, &playlist), 0);
    ck_assert_uint_eq(copy.count, 2);
    ck_assert_int_eq(copy.limit, 600);
    ck_assert_str_eq(copy.songs[0].title, "a");
    ck_assert_int_eq(copy.songs[1].seconds, 120);
    playlist_release(&copy);
}
END_TEST

START_TEST(a_copy_grows_by_itself)
{
    struct playlist copy;

    ck_assert_int_eq(playlist_copy(&copy, &playlist), 0);
    ck_assert_int_eq(playlist_read(&copy, "1:00 a"), 0);
    ck_assert_uint_eq(copy.count, 1);
    ck_assert_uint_eq(playlist.count, 0);
    playlist_release(&copy);
}
END_TEST

START_TEST(a_released_playlist_is_empty)
{
    ck_assert_int_eq(playlist_read(&playlist, "1:00 a"), 0);
    playlist_release(&playlist);
    ck_assert_uint_eq(playlist.count, 0);
    ck_assert_ptr_null(playlist.songs);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("playlist");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, a_new_playlist_is_empty);
    tcase_add_test(behaviour, songs_are_read_in_order);
    tcase_add_test(behaviour, a_line_without_a_time_is_no_song);
    tcase_add_test(behaviour, an_added_title_is_taken_over);
    tcase_add_test(behaviour, a_song_too_long_is_left_out);
    tcase_add_test(behaviour, a_copy_has_the_same_songs);
    tcase_add_test(behaviour, a_copy_grows_by_itself);
    tcase_add_test(behaviour, a_released_playlist_is_empty);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
