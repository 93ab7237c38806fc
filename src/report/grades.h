/* SPDX-License-Identifier: MIT
 *
 * grades: graded submissions in the form that a course's system wants them in, one
 * file a format, one row in the table. docs/formats.md tells what each consumer reads.
 *
 * Every format takes a submission of any verdict: one that could not be graded has its
 * file too, which says why. What a submission made of names and messages (control
 * characters, bytes that are no UTF-8, quotes, formulas) comes out as text.
 *
 * `hidden` items: formats for learners (gradescope, github-classroom, prairielearn,
 * feedback) tell of them only their sum, or leave showing them to the consumer. Formats
 * for instructors and machines (csv, junit, tap, sarif) tell all.
 */
#ifndef LL_REPORT_GRADES_H
#define LL_REPORT_GRADES_H

#include "base/buf.h"
#include "judge/graded.h"

struct ll_grade_format {
    const char *name; /* "gradescope" */
    const char *file; /* as its consumer wants it named: "results.json" */
    /* Append what is told of one submission. */
    int (*one)(const struct ll_graded *graded, struct ll_buf *out,
               struct ll_error *err);
    /* The same of a class; NULL: the consumer takes one at a time. */
    int (*all)(const struct ll_class *class, struct ll_buf *out, struct ll_error *err);
};

extern const struct ll_grade_format *const ll_grade_formats[]; /* ends with NULL */
const struct ll_grade_format *ll_grade_format_find(const char *name);

#endif
