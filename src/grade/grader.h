/* SPDX-License-Identifier: MIT
 *
 * submission: the grading of one submission.
 *
 * A class is graded in processes of its own (see workers.h) that are forked from the
 * one that called ll_grader_new(): a grader may be used in such a child. What it has
 * to start (a process, a thread), it starts in the process that grades.
 */
#ifndef LL_GRADE_GRADER_H
#define LL_GRADE_GRADER_H

#include "grade/options.h"
#include "judge/graded.h"
#include "lesson/lesson.h"

/* What all submissions to one exercise share: made once; used by one thread at a time
 * in each process. Borrows `lesson`. NULL on error. */
struct ll_grader *ll_grader_new(const struct ll_lesson *lesson,
                                const struct ll_grade_options *options,
                                struct ll_error *err);
void ll_grader_free(struct ll_grader *grader);

/* SHA-256 over lesson, tools' versions, options: part of the cache's key. Borrowed. */
const char *ll_grader_digest(const struct ll_grader *grader);

/* Why the lesson's tests run inside the submission's process, the weaker tier (see
 * in_process.h); NULL: they do not. Borrowed. */
const char *ll_grader_in_process(const struct ll_grader *grader);

/* Grade the submission in `path` (a file, or a folder with the files of the exercise).
 * 0 when `graded` was filled, whatever the verdict; -1 only on our own failure. */
int ll_grade_submission(struct ll_grader *grader, const char *name, const char *path,
                        struct ll_graded *graded, struct ll_error *err) LL_MUST_CHECK;

#endif
