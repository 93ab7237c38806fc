/* SPDX-License-Identifier: MIT
 *
 * What one trial of a submission means for those that follow. */
#include "grade/examine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "grade/class.h"
#include "programs.h"

/* The lesson's solution with `text` replaced, as far as to its programs. */
static void make(const struct ll_parts *parts, const char *text, const char *with,
                 struct ll_making *making)
{
    struct ll_buf source = LL_BUF_INIT, changed = LL_BUF_INIT, why = LL_BUF_INIT;
    char *path = ll_path_join(parts->lesson->folder, parts->exercise->solution);
    ck_assert_int_eq(ll_file_read(path, 1 << 20, &source, &err), 0);
    const char *at = strstr(ll_buf_text(&source), text);
    ck_assert_ptr_nonnull(at);
    ll_buf_addf(&changed, "%.*s%s%s", (int)(at - ll_buf_text(&source)),
                ll_buf_text(&source), with, at + strlen(text));
    int made = ll_making_open(parts, ll_buf_text(&changed), changed.len, making, &err);
    if (made == 0)
        made = ll_making_preprocess(parts, making, &why, &err);
    for (int way = 0; way <= LL_WAY_ASAN && made == 0; way++)
        made = ll_making_compile(parts, making, (enum ll_way)way, &why, &err);
    for (int way = 0; way <= LL_WAY_ASAN && made == 0; way++)
        made = ll_making_link(parts, making, (enum ll_way)way, &why, &err);
    ck_assert_msg(made == 0, "%s%s", ll_buf_text(&why), err.text);
    ll_buf_release(&why);
    ll_buf_release(&changed);
    ll_buf_release(&source);
    free(path);
}

/* Two units do not end. Where no tool looks on that is known after a tenth of the time
 * limit; a tool looks at the first of them, for a fifth, and at none that were not
 * reached. */
START_TEST(what_does_not_end_is_not_tried_again)
{
    struct ll_lesson *lesson =
        ll_lesson_load(LL_SOURCE_DIR "/lessons/06-double-free", &err);
    struct ll_parts parts = {0};
    struct ll_standard standard = {0};
    struct ll_making making = {0};
    struct ll_examination out = {0};
    struct ll_buf why = LL_BUF_INIT;
    struct ll_limits limits = ll_limits_isolated;
    ck_assert_msg(lesson != NULL, "%s", err.text);
    const struct ll_exercise *exercise = ll_class_exercise(lesson, NULL, &err);
    ck_assert_msg(exercise != NULL &&
                      ll_parts_make(lesson, exercise, true, &parts, &why, &err) == 0 &&
                      ll_standard_make(&parts, &limits, &standard, &why, &err) == 0,
                  "%s%s", err.text, ll_buf_text(&why));
    make(&parts, "        return 1;", "        for (;;) ;", &making);
    limits.wall_seconds = limits.cpu_seconds = 10;
    const struct ll_examine_order order = {.parts = &parts,
                                           .standard = &standard,
                                           .making = &making,
                                           .path = "/home/ann/exercise.c",
                                           .limits = limits};
    ck_assert_msg(ll_examine(&order, &out, &err) == 0, "%s", err.text);

    const struct ll_trial *bare = &out.trials[LL_TRIAL_BARE];
    ck_assert_uint_eq(bare->death_count, 2);
    ck_assert_uint_eq(bare->deaths[0].unit, 0);
    uint32_t second = bare->deaths[1].unit;
    ck_assert_uint_eq(bare->given_up, second + 1);
    ck_assert(bare->cpu_seconds < 2 * 1.5);
    for (int kind = 0; kind < LL_TRIAL_COUNT; kind++) {
        const struct ll_trial *trial = &out.trials[kind];
        bool tries_it = kind == LL_TRIAL_MEMCHECK || kind == LL_TRIAL_ASAN;
        if (kind == LL_TRIAL_BARE)
            continue;
        ck_assert(!trial->whole);
        ck_assert_uint_eq(trial->death_count, tries_it);
        ck_assert_uint_eq(trial->units.count,
                          tries_it + (kind == LL_TRIAL_ASAN ? 0 : second - 1));
        ck_assert(!tries_it || ll_trial_hung(trial, 0));
    }
    ck_assert(!out.whole && !out.units[0].passed && !out.units[second].passed);
    ck_assert(out.units[1].passed);
    ck_assert_ptr_nonnull(strstr(out.units[second].message, "used more than"));
    ck_assert_ptr_nonnull(strstr(out.units[second + 1].message, "was not reached"));

    ll_buf_release(&why);
    ll_examination_release(&out);
    ll_making_release(&making);
    ll_standard_release(&standard);
    ll_parts_release(&parts);
    ll_lesson_free(lesson);
}
END_TEST

int main(void)
{
    setenv("LEAKLAB_HOME", LL_BUILD_DIR, 1);
    Suite *suite = suite_create("examine");
    TCase *group = tcase_create("examine");
    tcase_set_timeout(group, 120);
    tcase_add_test(group, what_does_not_end_is_not_tried_again);
    suite_add_tcase(suite, group);
    return run_suite(suite);
}
