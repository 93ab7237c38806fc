/* SPDX-License-Identifier: MIT
 *
 * home_look: looks at a submission with one more tool, as at home: for references to
 * Python's objects that it lost.
 *
 * The submission is built once more, for that tool, and run as at home: isolated,
 * within the time limit, from a copy of the lesson without tests (lesson_copy.h). A
 * fault that is told is one. Silence says nothing: the process in which the submission
 * runs writes the log.
 */
#ifndef LL_GRADE_HOME_LOOK_H
#define LL_GRADE_HOME_LOOK_H

#include "diag/diag.h"
#include "grade/options.h"
#include "submission/harness.h"
#include "submission/intake.h"
#include "tools/tool.h"

/* All is borrowed. */
struct ll_home_look {
    const struct ll_harness *harness;
    const struct ll_grade_options *options;
    const struct ll_intake *intake;
};

/* Append to `diags` what the tool says: the submission's file is in LL_SUBMISSION_ROOT.
 * Add the time to `*seconds`. -1 when we failed. */
int ll_home_look(const struct ll_home_look *look, const struct ll_tool *tool,
                 struct ll_diags *diags, double *seconds,
                 struct ll_error *err) LL_MUST_CHECK;

#endif
