/* SPDX-License-Identifier: MIT
 *
 * outputs: what stands beside results.db, made from it: scores.csv, feedback/NAME.txt
 * and whatever other formats are asked for. All of it can be made again. */
#ifndef LL_CLASS_OUTPUTS_H
#define LL_CLASS_OUTPUTS_H

#include "report/grades.h"

/* The formats that every class is written in. */
extern const char *const ll_outputs_always[]; /* ends with NULL */

/* Write `class` into `folder` in the format: as one file where the format has one for
 * a class, else as one file for each submission in a folder of the format's name. */
int ll_outputs_write(const struct ll_class *class, const char *folder,
                     const struct ll_grade_format *format,
                     struct ll_error *err) LL_MUST_CHECK;

/* The submission's name as a file's: nothing in it leads out of a folder or hides it,
 * and two names stay two. New string, or NULL. */
char *ll_output_name(const char *name);

#endif
