/* SPDX-License-Identifier: MIT
 *
 * grades: write graded submissions in the formats of course systems, one file and one
 * row for each format. docs/formats.md says what each system reads.
 *
 * Every format accepts every verdict: for a submission that could not be graded, the
 * file says why. Names and messages that come from a submission (control characters,
 * invalid UTF-8, quotes, formulas) are written as plain text.
 *
 * `hidden` items: formats for learners (gradescope, classroom50, vpl, coderunner,
 * autolab, prairielearn, feedback) show only their sum, or let the course system show
 * them later. Formats for instructors and programs (csv, junit, tap, sarif) show all
 * items.
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

/* What a learner reads: several formats contain it. */
extern const struct ll_grade_format ll_grades_feedback;

extern const struct ll_grade_format *const ll_grade_formats[]; /* ends with NULL */
const struct ll_grade_format *ll_grade_format_find(const char *name);

#endif
