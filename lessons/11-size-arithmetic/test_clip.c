/* SPDX-License-Identifier: MIT
 *
 * test_clip.c: how clips must behave.
 */
#include <check.h>
#include <stdlib.h>

#include "clip.h"

static struct clip clip, part;

/* A clip of two channels whose samples are 0, 1, 2 ... */
static void set_up(void)
{
    ck_assert_int_eq(clip_init(&clip, 2, 4), CLIP_OK);
    for (unsigned i = 0; i < 8; i++)
        clip_set(&clip, i / 2, i % 2, (short)i);
}

static void tear_down(void)
{
    clip_release(&clip);
}

START_TEST(a_clip_knows_its_size)
{
    ck_assert_uint_eq(clip.channels, 2);
    ck_assert_uint_eq(clip.frames, 4);
}
END_TEST

START_TEST(samples_lie_frame_by_frame)
{
    for (unsigned i = 0; i < 8; i++)
        ck_assert_int_eq(clip.samples[i], (int)i);
}
END_TEST

START_TEST(what_lies_outside_is_left_out)
{
    clip_set(&clip, 4, 0, 99);
    clip_set(&clip, 0, 2, 99);
    for (unsigned i = 0; i < 8; i++)
        ck_assert_int_eq(clip.samples[i], (int)i);
}
END_TEST

START_TEST(an_empty_clip_is_refused)
{
    struct clip empty;

    ck_assert_int_eq(clip_init(&empty, 0, 10), CLIP_REFUSED);
    ck_assert_int_eq(clip_init(&empty, 1, 0), CLIP_REFUSED);
}
END_TEST

START_TEST(the_limits_themselves_are_allowed)
{
    struct clip wide;

    ck_assert_int_eq(clip_init(&wide, CLIP_CHANNELS_MAX, 3), CLIP_OK);
    clip_release(&wide);
    ck_assert_int_eq(clip_init(&wide, 1, CLIP_FRAMES_MAX), CLIP_OK);
    clip_release(&wide);
}
END_TEST

START_TEST(more_than_the_limits_is_refused)
{
    struct clip large;

    ck_assert_int_eq(clip_init(&large, CLIP_CHANNELS_MAX + 1, 1), CLIP_REFUSED);
    ck_assert_int_eq(clip_init(&large, 1, CLIP_FRAMES_MAX + 1), CLIP_REFUSED);
    ck_assert_int_eq(clip_init(&large, 32769, 4), CLIP_REFUSED);
    ck_assert_int_eq(clip_init(&large, 65537, 65536), CLIP_REFUSED);
}
END_TEST

START_TEST(a_part_is_a_copy)
{
    ck_assert_int_eq(clip_cut(&clip, 1, 3, &part), CLIP_OK);
    ck_assert_uint_eq(part.channels, 2);
    ck_assert_uint_eq(part.frames, 2);
    clip_set(&clip, 1, 0, 99);
    for (unsigned i = 0; i < 4; i++)
        ck_assert_int_eq(part.samples[i], (int)i + 2);
    clip_release(&part);
}
END_TEST

START_TEST(a_part_may_be_all_of_it)
{
    ck_assert_int_eq(clip_cut(&clip, 0, 4, &part), CLIP_OK);
    ck_assert_mem_eq(part.samples, clip.samples, 8 * sizeof *clip.samples);
    clip_release(&part);
}
END_TEST

START_TEST(parts_that_are_none_are_refused)
{
    ck_assert_int_eq(clip_cut(&clip, 2, 2, &part), CLIP_REFUSED);
    ck_assert_int_eq(clip_cut(&clip, 3, 2, &part), CLIP_REFUSED);
    ck_assert_int_eq(clip_cut(&clip, 3, 5, &part), CLIP_REFUSED);
    ck_assert_int_eq(clip_cut(&clip, 4294967295U, 1, &part), CLIP_REFUSED);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("clip");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, a_clip_knows_its_size);
    tcase_add_test(behaviour, samples_lie_frame_by_frame);
    tcase_add_test(behaviour, what_lies_outside_is_left_out);
    tcase_add_test(behaviour, an_empty_clip_is_refused);
    tcase_add_test(behaviour, the_limits_themselves_are_allowed);
    tcase_add_test(behaviour, more_than_the_limits_is_refused);
    tcase_add_test(behaviour, a_part_is_a_copy);
    tcase_add_test(behaviour, a_part_may_be_all_of_it);
    tcase_add_test(behaviour, parts_that_are_none_are_refused);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
