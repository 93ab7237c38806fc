/* SPDX-License-Identifier: MIT
 *
 * drawing: draws the picture of a graded submission's faults (picture/picture.h).
 *
 * The submission's program is built once more and run under lastptr with its log of
 * events: isolated, as at home, from a copy of the lesson without tests
 * (lesson_copy.h). What the run leaves is hostile: it is copied out and its size is
 * bounded (picture/recording.h), and no verdict and no point depends on it. Faults that
 * only the tests show are not drawn: the program does not do them.
 */
#ifndef LL_GRADE_DRAWING_H
#define LL_GRADE_DRAWING_H

#include "grade/options.h"
#include "judge/graded.h"
#include "submission/harness.h"
#include "submission/intake.h"

/* All is borrowed. */
struct ll_drawing {
    const struct ll_harness *harness;
    const struct ll_grade_options *options;
    const struct ll_intake *intake;
    const struct ll_graded *graded; /* what was found in it */
};

/* Whether it has a fault of a kind that a picture shows: a lost block, or memory that
 * is misused. */
bool ll_drawing_is_worth(const struct ll_graded *graded);

/* Append its page. Nothing is appended where the program has no such fault. -1 when it
 * cannot be drawn. */
int ll_drawing_make(const struct ll_drawing *drawing, struct ll_buf *page,
                    struct ll_error *err) LL_MUST_CHECK;

#endif
