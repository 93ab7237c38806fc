/* SPDX-License-Identifier: MIT
 *
 * second_look: names the variable, or the block, that an unset value comes from, as
 * `leaklab lesson` does at home.
 *
 * The submission's program is built once more, for the tool that knows, and run as at
 * home: isolated, from a copy of the lesson without tests (lesson_copy.h). What the run
 * leaves is not trusted. It adds words to faults that are known, and no verdict and no
 * point depends on it. It is taken only where there is something to see.
 */
#ifndef LL_GRADE_SECOND_LOOK_H
#define LL_GRADE_SECOND_LOOK_H

#include "diag/warning.h"
#include "grade/lesson_copy.h"

/* All is borrowed. */
struct ll_second_look {
    const struct ll_harness *harness;
    const struct ll_grade_options *options;
    const struct ll_intake *intake;
    const char *const *roots;    /* the folders of the submission and of the lesson */
    struct ll_lesson_copy *copy; /* opened here, where it is needed; the caller closes
                                    it */
};

/* Add to `diags` what a second look tells, to `warnings` what its compiler warns of,
 * and to `*seconds` its time. -1 when we failed. */
int ll_second_look(const struct ll_second_look *look, struct ll_diags *diags,
                   struct ll_warnings *warnings, double *seconds,
                   struct ll_error *err) LL_MUST_CHECK;

/* Give each warning's file its real name: of the submission's file `name`, and of the
 * lesson's files beside it. -1: memory ran out. */
int ll_second_look_place(const struct ll_second_look *look,
                         struct ll_warnings *warnings,
                         struct ll_error *err) LL_MUST_CHECK;

#endif
