/* SPDX-License-Identifier: MIT
 *
 * grader: grades submissions to one exercise, one after the other.
 *
 * Making a grader compiles what is the lesson's and runs its solution, once. A class is
 * graded in worker processes (class/workers.h) that are forked from the process that
 * called ll_grader_new(): a grader may be used in such a child, but by one thread at a
 * time. It starts threads and processes only while it grades, in the process that
 * grades.
 */
#ifndef LL_GRADE_GRADER_H
#define LL_GRADE_GRADER_H

#include "grade/options.h"
#include "judge/graded.h"
#include "lesson/lesson.h"
#include "submission/intake.h"

/* A new grader, free with ll_grader_free(). Borrows `lesson`. NULL on error. */
struct ll_grader *ll_grader_new(const struct ll_lesson *lesson,
                                const struct ll_grade_options *options,
                                struct ll_error *err);
void ll_grader_free(struct ll_grader *grader);

/* The digest of all that a grade depends on besides the submission (see grader_key.h):
 * a part of the cache's key. Borrowed. */
const char *ll_grader_digest(const struct ll_grader *grader);

/* Why the lesson's tests run inside the submission's process, which is the weaker tier
 * (see in_process.h); NULL: they do not. Borrowed. */
const char *ll_grader_in_process(const struct ll_grader *grader);

/* Grade a submission that was read: 0 when `graded` was filled, whatever the verdict;
 * -1 only for a failure of our own, and then `graded` owns nothing. The submission's
 * file is not read again: graded->digest is the digest of the source that was graded.
 */
int ll_grader_grade(struct ll_grader *grader, const char *name,
                    const struct ll_intake *intake, struct ll_graded *graded,
                    struct ll_error *err) LL_MUST_CHECK;

/* Append a page with the picture of the faults that were found in it (drawing.h);
 * nothing where there is none to draw: also in the weaker tier, and in Python. -1 when
 * it cannot be drawn. */
int ll_grader_draw(const struct ll_grader *grader, const struct ll_intake *intake,
                   const struct ll_graded *graded, struct ll_buf *page,
                   struct ll_error *err) LL_MUST_CHECK;

#endif
