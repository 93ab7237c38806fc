/* SPDX-License-Identifier: MIT
 *
 * in_process: grades in the weaker tier: the lesson's Check suite runs inside the
 * submission's process, as it does at home, and its results are believed. It is for
 * suites that cannot be observed from outside, and for lessons that ask for it in
 * lesson.yml. Compiler and programs are isolated here, too.
 */
#ifndef LL_GRADE_IN_PROCESS_H
#define LL_GRADE_IN_PROCESS_H

#include "grade/options.h"
#include "judge/graded.h"
#include "lesson/lesson.h"
#include "submission/intake.h"

/* Fill in verdict, items, diagnoses and explanation. -1 only when we failed. */
int ll_grade_in_process(const struct ll_lesson *lesson,
                        const struct ll_exercise *exercise,
                        const struct ll_grade_options *options,
                        const struct ll_intake *intake, struct ll_graded *graded,
                        struct ll_error *err) LL_MUST_CHECK;

#endif
