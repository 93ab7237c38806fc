/* SPDX-License-Identifier: MIT
 *
 * test_album.c: how an album must behave, and its copies.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "album.h"

static struct album *album;

static void set_up(void)
{
    album = album_new("Nightfall");
    ck_assert_ptr_nonnull(album);
}

static void tear_down(void)
{
    album_free(album);
}

static void add(struct album *to, const char *title, unsigned seconds)
{
    ck_assert_int_eq(album_add(to, title, seconds), 0);
}

START_TEST(a_new_album_has_no_tracks)
{
    ck_assert_str_eq(album->title, "Nightfall");
    ck_assert_uint_eq(album->count, 0);
    ck_assert_uint_eq(album_seconds(album), 0);
}
END_TEST

START_TEST(tracks_stay_in_order)
{
    add(album, "Dusk", 200);
    add(album, "Owls", 100);
    ck_assert_uint_eq(album->count, 2);
    ck_assert_str_eq(album->tracks[0].title, "Dusk");
    ck_assert_uint_eq(album->tracks[0].seconds, 200);
    ck_assert_str_eq(album->tracks[1].title, "Owls");
    ck_assert_uint_eq(album_seconds(album), 300);
}
END_TEST

START_TEST(titles_are_copied)
{
    char title[] = "Dusk";

    add(album, title, 1);
    memset(title, 'x', sizeof title - 1);
    ck_assert_str_eq(album->tracks[0].title, "Dusk");
}
END_TEST

START_TEST(there_may_be_many_tracks)
{
    for (unsigned i = 1; i <= 100; i++)
        add(album, "Rain", i);
    ck_assert_uint_eq(album->count, 100);
    ck_assert_uint_eq(album_seconds(album), 5050);
    ck_assert_str_eq(album->tracks[99].title, "Rain");
}
END_TEST

START_TEST(a_copy_says_the_same)
{
    struct album *copy;

    add(album, "Dusk", 200);
    add(album, "Owls", 100);
    copy = album_copy(album);
    ck_assert_ptr_nonnull(copy);
    ck_assert_str_eq(copy->title, "Nightfall");
    ck_assert_uint_eq(copy->count, 2);
    ck_assert_str_eq(copy->tracks[1].title, "Owls");
    ck_assert_uint_eq(album_seconds(copy), 300);
    album_free(copy);
}
END_TEST

START_TEST(a_copy_shares_nothing)
{
    struct album *copy;

    add(album, "Dusk", 200);
    copy = album_copy(album);
    ck_assert_ptr_nonnull(copy);
    ck_assert_ptr_ne(copy, album);
    ck_assert_ptr_ne(copy->title, album->title);
    ck_assert_ptr_ne(copy->tracks, album->tracks);
    ck_assert_ptr_ne(copy->tracks[0].title, album->tracks[0].title);
    add(copy, "Owls", 100);
    ck_assert_uint_eq(album->count, 1);
    album_free(copy);
}
END_TEST

START_TEST(a_copy_of_no_tracks_has_none)
{
    struct album *copy = album_copy(album);

    ck_assert_ptr_nonnull(copy);
    ck_assert_uint_eq(copy->count, 0);
    album_free(copy);
}
END_TEST

START_TEST(no_album_can_be_freed)
{
    album_free(NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("album");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, a_new_album_has_no_tracks);
    tcase_add_test(behaviour, tracks_stay_in_order);
    tcase_add_test(behaviour, titles_are_copied);
    tcase_add_test(behaviour, there_may_be_many_tracks);
    tcase_add_test(behaviour, a_copy_says_the_same);
    tcase_add_test(behaviour, a_copy_shares_nothing);
    tcase_add_test(behaviour, a_copy_of_no_tracks_has_none);
    tcase_add_test(behaviour, no_album_can_be_freed);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
