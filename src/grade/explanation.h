/* SPDX-License-Identifier: MIT
 *
 * feedback: what the learner is told of a graded submission: the same blocks as
 * `leaklab lesson` shows at home. What a failed test says is with its item. */
#ifndef LL_GRADE_EXPLANATION_H
#define LL_GRADE_EXPLANATION_H

#include "judge/graded.h"
#include "judge/judge.h"
#include "lesson/lesson.h"

/* Fill graded->explanation from its diagnoses and items. `path` is the submission's
 * file, `words` what a compiler said (NULL: nothing), `roots` the folders of its own
 * code and the lesson's. Of `judgement` (NULL: there is none) only the sweeps are
 * looked at. */
int ll_explanation_fill(struct ll_graded *graded, const struct ll_lesson *lesson,
                        const char *path, const char *words,
                        const struct ll_judgement *judgement, const char *const *roots,
                        struct ll_error *err) LL_MUST_CHECK;

#endif
