/* SPDX-License-Identifier: MIT */
#include "cli/how_far.h"

#include <stdlib.h>

#include "base/home.h"
#include "judge/judge.h"

/* How many of the exercise's steps are done: of one that has faults left, never all. */
static unsigned done_of(const struct ll_judgement *judgement)
{
    size_t steps = judgement->steps.count, mended = ll_steps_mended(&judgement->steps);
    if (ll_judgement_verdict(judgement) == LL_PASS)
        return steps > 0 ? (unsigned)steps : 1;
    return (unsigned)(mended > 0 && mended == steps ? mended - 1 : mended);
}

int ll_how_far(const struct ll_lesson *lesson, struct ll_how_far *progress,
               struct ll_error *err)
{
    size_t count = 0;
    int result = 0;
    struct ll_case *cases = NULL;
    struct ll_session session = LL_SESSION_INIT;
    *progress = (struct ll_how_far){0};
    if (ll_cases_at_home(lesson, NULL, &cases, &count, err) != 0)
        return -1;
    for (size_t i = 0; i < count && result == 0; i++) {
        struct ll_judgement judgement = {0};
        if (cases[i].part != LL_PART_EXERCISE)
            continue;
        progress->exercises +=
            cases[i].exercise->steps_count > 0 ? cases[i].exercise->steps_count : 1;
        int known = ll_judge_recall(&session, lesson, &cases[i], &judgement, err);
        if (known == 1) {
            progress->known++;
            progress->done += done_of(&judgement);
            ll_judgement_release(&judgement);
        }
        result = known < 0 ? -1 : 0;
    }
    ll_cases_free(cases, count);
    return result;
}

/* The number of the lesson's first exercise that is not done, from 0. */
static int first_open(const struct ll_lesson *lesson, unsigned *exercise,
                      struct ll_error *err)
{
    struct ll_case *cases = NULL;
    struct ll_session session = LL_SESSION_INIT;
    size_t count = 0;
    int known = 1;
    bool done = true;
    *exercise = 0;
    if (ll_cases_at_home(lesson, NULL, &cases, &count, err) != 0)
        return -1;
    for (size_t i = 0; i < count && known >= 0 && done; i++) {
        struct ll_judgement judgement = {0};
        if (cases[i].part != LL_PART_EXERCISE)
            continue;
        known = ll_judge_recall(&session, lesson, &cases[i], &judgement, err);
        done = known == 1 && ll_judgement_verdict(&judgement) == LL_PASS;
        *exercise += done;
        if (known == 1)
            ll_judgement_release(&judgement);
    }
    ll_cases_free(cases, count);
    return known < 0 ? -1 : 0;
}

int ll_how_far_open(const struct ll_lesson *lesson, unsigned *exercise, bool *done,
                    struct ll_error *err)
{
    if (first_open(lesson, exercise, err) != 0)
        return -1;
    *done = *exercise >= lesson->manifest->exercises_count;
    return 0;
}

int ll_how_far_next(unsigned after, unsigned *number, struct ll_error *err)
{
    struct ll_strings folders = LL_STRINGS_INIT;
    char *home = ll_home_lessons(err);
    int result = home == NULL ? -1 : ll_lesson_folders(home, &folders, err);
    *number = 0;
    for (size_t i = 0; i < folders.count && result == 0 && *number == 0; i++) {
        unsigned exercise;
        bool done = true;
        struct ll_lesson *lesson = ll_lesson_load(folders.items[i], err);
        result = lesson == NULL ? -1 : 0;
        if (result == 0 && lesson->number > after)
            result = ll_how_far_open(lesson, &exercise, &done, err);
        if (result == 0 && !done)
            *number = lesson->number;
        ll_lesson_free(lesson);
    }
    ll_strings_release(&folders);
    free(home);
    return result;
}
