/* SPDX-License-Identifier: MIT
 *
 * rubric: what an examined submission is worth.
 *
 *   tests    60   shared by the tests of the suite and by what the program prints, in
 *                 whole points
 *   memory   40   10 less for each fault; only for the part that was reached, and only
 *                 where a test passes at all: doing nothing is no way of losing nothing
 *   sweep     0   where lesson.yml asks for it
 *
 * lesson.yml may say otherwise (see lesson.h).
 */
#ifndef LL_GRADE_RUBRIC_H
#define LL_GRADE_RUBRIC_H

#include "grade/examine.h"
#include "judge/graded.h"

/* What lesson.yml says, or the general rubric. Borrowed. */
const struct ll_rubric *ll_rubric_of(const struct ll_exercise *exercise);

/* Append the items for the tests of `standard` and for the memory, with points and
 * verdicts. `examination` NULL: nothing could be judged, all are ungradable. */
int ll_rubric_apply(const struct ll_exercise *exercise,
                    const struct ll_standard *standard,
                    const struct ll_examination *examination, struct ll_graded *graded,
                    struct ll_error *err) LL_MUST_CHECK;

/* "long texts are judged to the end": a test's name, for people. New string. */
char *ll_rubric_title(const char *name) LL_MUST_CHECK;

#endif
