/* SPDX-License-Identifier: MIT
 *
 * how_far: how far a learner is. It comes from the cache, which keeps the judgement of
 * each exercise; an exercise that was changed since then is not known, and counts as
 * open.
 */
#ifndef LL_CLI_HOW_FAR_H
#define LL_CLI_HOW_FAR_H

#include <stdbool.h>

#include "lesson/lesson.h"

/* Of an exercise in steps, each step counts as one. */
struct ll_how_far {
    unsigned exercises, known, done;
};

int ll_how_far(const struct ll_lesson *lesson, struct ll_how_far *progress,
               struct ll_error *err) LL_MUST_CHECK;

/* The number of the lesson's first exercise that is not done, from 0. `*done`: there is
 * none. */
int ll_how_far_open(const struct ll_lesson *lesson, unsigned *exercise, bool *done,
                    struct ll_error *err) LL_MUST_CHECK;

/* The number of the first lesson behind `after` that is not done; 0: all are. */
int ll_how_far_next(unsigned after, unsigned *number,
                    struct ll_error *err) LL_MUST_CHECK;

#endif
