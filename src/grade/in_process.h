/* SPDX-License-Identifier: MIT
 *
 * in_process: the weaker tier: the lesson's Check suite runs inside the submission's
 * process, as it does at home, and what it says is believed. For suites that cannot
 * observe, and where lesson.yml asks for it. Compiler and programs are isolated here
 * too.
 */
#ifndef LL_GRADE_IN_PROCESS_H
#define LL_GRADE_IN_PROCESS_H

#include "submission/intake.h"
#include "grade/options.h"
#include "judge/graded.h"
#include "lesson/lesson.h"

/* Fill verdict, items, diagnoses, and what is told to the learner. -1 only when we
 * failed. */
int ll_grade_in_process(const struct ll_lesson *lesson,
                        const struct ll_exercise *exercise,
                        const struct ll_grade_options *options,
                        const struct ll_intake *intake, struct ll_graded *graded,
                        struct ll_error *err) LL_MUST_CHECK;

#endif
