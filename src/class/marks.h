/* SPDX-License-Identifier: MIT
 *
 * marks: what learning platforms take back: tables of marks.
 *
 *   moodle-worksheet.csv   Moodle's offline grading worksheet
 *   canvas-gradebook.csv   Canvas's gradebook
 *
 * A table that was given is filled in: the learner's mark, scaled to the maximum in the
 * table; all else stays as it is. Where a submission was not judged, its cell stays,
 * too. Learners are found by the platform's IDs.
 */
#ifndef LL_CLASS_MARKS_H
#define LL_CLASS_MARKS_H

#include "base/strings.h"
#include "judge/graded.h"

/* The tables that were given; all may be NULL, and are borrowed. */
struct ll_marks {
    const char *worksheet;
    const char *gradebook;
    const char *column; /* to be filled in; NULL: the worksheet's "Grade", the
                           gradebook's only assignment */
};

/* Whether the tables can be read and have the columns: an input fault says what they
 * lack. */
int ll_marks_check(const struct ll_marks *marks, struct ll_error *err) LL_MUST_CHECK;

/* Write the tables into `folder`: those that were given, and a new worksheet where
 * Moodle has named submissions and none was given. The names of the files are appended
 * to `written`; whose marks are not in them, and why, to `remarks`. */
int ll_marks_write(const struct ll_class *class, const struct ll_marks *marks,
                   const char *folder, struct ll_strings *written,
                   struct ll_strings *remarks, struct ll_error *err) LL_MUST_CHECK;

#endif
