/* SPDX-License-Identifier: MIT
 *
 * lost_references: looks for references to Python's objects that a submission lost, as
 * at home.
 *
 * The submission is built once more, for the tool that follows references, and run as
 * at home: isolated, from a copy of the lesson without tests (lesson_copy.h). The run's
 * log is written by the process in which the submission runs, which could leave
 * something out. So a fault that is told is one, and silence says nothing.
 */
#ifndef LL_GRADE_LOST_REFERENCES_H
#define LL_GRADE_LOST_REFERENCES_H

#include "diag/diag.h"
#include "grade/options.h"
#include "submission/harness.h"
#include "submission/intake.h"

/* All is borrowed. */
struct ll_lost_references {
    const struct ll_harness *harness;
    const struct ll_grade_options *options;
    const struct ll_intake *intake;
};

/* Append them to `diags`: the submission's file is in LL_SUBMISSION_ROOT. Add the time
 * to
 * `*seconds`. -1 when we failed. */
int ll_lost_references_find(const struct ll_lost_references *look,
                            struct ll_diags *diags, double *seconds,
                            struct ll_error *err) LL_MUST_CHECK;

#endif
