/* SPDX-License-Identifier: MIT
 *
 * outputs: writes the files beside results.db, which are made from it: scores.csv,
 * feedback/NAME.txt and the other formats that are asked for. */
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

/* The name of a submission's file: it cannot lead out of its folder or be hidden, has
 * no character that a terminal obeys, and two submissions have two names. New string,
 * or NULL. */
char *ll_output_name(const char *name);

#endif
