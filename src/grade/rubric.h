/* SPDX-License-Identifier: MIT
 *
 * rubric: gives an examined submission its points.
 *
 *   tests    60   shared, in whole points, by the tests of the suite and by what the
 *                 program prints
 *   memory   40   scaled by how much of the run was reached, less 10 for each fault;
 * none when no test passes: an empty solution leaks nothing and earns nothing
 *
 * and where the exercise has to survive failing allocations:
 *
 *   tests    50
 *   memory   30
 *   sweep    20   the share of the allocations whose failure is survived; tried once
 * all else passes, as at home
 *
 * and where the exercise is done in steps, each of which is a fault:
 *
 *   tests    20
 *   steps    60   shared, in whole points; a step has all of its share once it is
 * mended, in whatever order memory   20
 *
 * lesson.yml may set other points (see lesson.h).
 */
#ifndef LL_GRADE_RUBRIC_H
#define LL_GRADE_RUBRIC_H

#include "grade/examine.h"
#include "judge/graded.h"
#include "grade/sweeps.h"
#include "judge/judge.h"

/* The rubric of lesson.yml, or else one of those above. Borrowed. */
const struct ll_rubric *ll_rubric_of(const struct ll_exercise *exercise);

/* Append the items for the tests of `reference`, for the steps and for the memory, with
 * points and verdicts. `examination` NULL: nothing could be judged, and all items are
 * ungradable.
 */
int ll_rubric_apply(const struct ll_exercise *exercise,
                    const struct ll_reference *reference,
                    const struct ll_examination *examination, struct ll_graded *graded,
                    struct ll_error *err) LL_MUST_CHECK;

/* Append the item for failing allocations, if the exercise has one, and lower
 * graded->verdict to its verdict. Unless all items before it passed, it has no points,
 * and their worst verdict; `judgement`, of which only the sweeps are used, may then be
 * NULL. `differs` says what the submission does otherwise while it is swept, though
 * nothing fails: it has no points then; NULL: nothing. With more allocations than
 * `unswept` says of the solution, a fault costs no less; NULL: that is not known. */
int ll_rubric_add_sweep(const struct ll_exercise *exercise,
                        const struct ll_judgement *judgement,
                        const struct ll_unswept *unswept, const char *differs,
                        struct ll_graded *graded, struct ll_error *err) LL_MUST_CHECK;

/* Append an item for each step of the exercise. `steps` NULL: nothing could be judged,
 * and all are ungradable. For the weaker tier: ll_rubric_apply() does it itself. */
int ll_rubric_add_steps(const struct ll_exercise *exercise,
                        const struct ll_steps *steps, struct ll_graded *graded,
                        struct ll_error *err) LL_MUST_CHECK;

/* What a fault of that kind costs. */
unsigned ll_rubric_cost(const struct ll_rubric *rubric, enum ll_kind kind);

/* A test's name for people: "long_texts_are_read" is "long texts are read". New string.
 */
char *ll_rubric_title(const char *name) LL_MUST_CHECK;

#endif
