/* SPDX-License-Identifier: MIT
 *
 * rubric: what an examined submission is worth.
 *
 *   tests    60   shared by the tests of the suite and by what the program prints, in
 *                 whole points
 *   memory   40   10 less for each fault; only for the part that was reached, and only
 *                 where a test passes at all: doing nothing is no way of losing nothing
 *
 * and where the exercise has to survive failing allocations:
 *
 *   tests    50
 *   memory   30
 *   sweep    20   the share of the allocations whose failure is survived; asked once
 *                 all else is in order, as at home
 *
 * lesson.yml may say otherwise (see lesson.h).
 */
#ifndef LL_GRADE_RUBRIC_H
#define LL_GRADE_RUBRIC_H

#include "grade/examine.h"
#include "judge/graded.h"
#include "judge/judge.h"

/* What lesson.yml says, or the general rubric. Borrowed. */
const struct ll_rubric *ll_rubric_of(const struct ll_exercise *exercise);

/* Append the items for the tests of `standard` and for the memory, with points and
 * verdicts. `examination` NULL: nothing could be judged, all are ungradable. */
int ll_rubric_apply(const struct ll_exercise *exercise,
                    const struct ll_reference *reference,
                    const struct ll_examination *examination, struct ll_graded *graded,
                    struct ll_error *err) LL_MUST_CHECK;

/* Append the item for the sweeps of `judgement`, if the exercise has one, and worsen
 * the verdict by it. It is judged where all items before passed; else it has no points
 * and the verdict of these. Of `judgement`, which may then be NULL, only the sweeps are
 * looked at. */
int ll_rubric_add_sweep(const struct ll_exercise *exercise,
                        const struct ll_judgement *judgement, struct ll_graded *graded,
                        struct ll_error *err) LL_MUST_CHECK;

/* What a fault of that kind costs. */
unsigned ll_rubric_cost(const struct ll_rubric *rubric, enum ll_kind kind);

/* "long texts are judged to the end": a test's name, for people. New string. */
char *ll_rubric_title(const char *name) LL_MUST_CHECK;

#endif
