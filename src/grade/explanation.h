/* SPDX-License-Identifier: MIT
 *
 * explanation: writes what the learner is told about a graded submission: the same
 * blocks as `leaklab lesson` shows at home. What a failed test says is in its item. */
#ifndef LL_GRADE_EXPLANATION_H
#define LL_GRADE_EXPLANATION_H

#include "diag/warning.h"
#include "judge/graded.h"
#include "judge/judge.h"
#include "lesson/lesson.h"

/* Fill in graded->explanation. `path` is the submission's file, `words` what the
 * compiler printed (NULL: nothing), `warnings` what it warned of, `roots` the folders
 * of its own code and the lesson's. Of `judgement` (NULL: none) only the sweeps are
 * used.
 */
int ll_explanation_fill(struct ll_graded *graded, const struct ll_lesson *lesson,
                        const char *path, const char *words,
                        const struct ll_warnings *warnings,
                        const struct ll_judgement *judgement, const char *const *roots,
                        struct ll_error *err) LL_MUST_CHECK;

#endif
