/* SPDX-License-Identifier: MIT
 *
 * home_look: looks at a submission with one more tool, as at home: for references to
 * Python's objects that it lost, or for what its threads share.
 *
 * The submission is built once more, for that tool, and run as at home: isolated,
 * within the time limit, from a copy of the lesson without tests (lesson_copy.h). A
 * fault that is told is one. Silence says little: the process in which the submission
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

/* What it came to. */
struct ll_home_seen {
    struct ll_diags diags; /* owned; the submission's file is in LL_SUBMISSION_ROOT */
    bool whole;            /* the program ran to its end, and so did the report */
    double seconds;
};

/* Look at it with `tool`. `text`: what to build in place of the submission's file, such
 * as what the preprocessor made of it; NULL: the file. Release `seen` in any case, by
 * its `diags`. -1 when we failed. */
int ll_home_look(const struct ll_home_look *look, const struct ll_tool *tool,
                 const struct ll_buf *text, struct ll_home_seen *seen,
                 struct ll_error *err) LL_MUST_CHECK;

#endif
