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

/* ---- what the formats have in common ------------------------------------------ */

/* Whether it was judged to the end: its score counts. Else its points mean nothing. */
bool ll_graded_is_judged(const struct ll_graded *graded);

/* Why it was not judged, one sentence; borrowed. */
const char *ll_graded_why(const struct ll_graded *graded);

/* Append why it was not judged, if so, as the learner should read it: a line. */
void ll_graded_lead(const struct ll_graded *graded, struct ll_buf *out);

/* The same, and what is explained to the learner. */
void ll_graded_say(const struct ll_graded *graded, struct ll_buf *out);

/* "7", "7.5", "6.67". */
void ll_say_points(struct ll_buf *out, double points);

/* "test", "memory", "sweep". */
const char *ll_item_kind_name(enum ll_item_kind kind);

/* Its title, else its name; borrowed. */
const char *ll_item_title(const struct ll_graded_item *item);

/* The items that are not hidden and, as one last item, the sum of those that are: a new
 * array of `*count`, free with free(); the strings are borrowed. NULL when memory ran
 * out; never NULL otherwise. */
struct ll_graded_item *ll_graded_for_learners(const struct ll_graded *graded,
                                              size_t *count);

/* How many of the diagnoses are of that kind. */
size_t ll_graded_kinds(const struct ll_graded *graded, enum ll_kind kind);

/* The folder in which the submission was compiled, as the diagnoses know it: new
 * string. NULL with `*failed` as it was: no diagnosis speaks of its file. */
char *ll_graded_root(const struct ll_graded *graded, bool *failed);

#endif
