/* SPDX-License-Identifier: MIT
 *
 * harness_module: what a harness has besides where submissions are modules for Python:
 *
 *     modules.o   the table of modules, which the interpreter's host reads
 *     script.o    the program that runs the exercise's script: its driver
 *     scripts/    the script, and those that it imports
 *
 * The table is made from the lesson's own solution, so a submission can add nothing to
 * it. The graded programs may read the folder of scripts and nothing else of the
 * lesson.
 */
#ifndef LL_SUBMISSION_HARNESS_MODULE_H
#define LL_SUBMISSION_HARNESS_MODULE_H

#include "submission/harness.h"

/* Whether the submissions to that exercise are modules. 1, 0 or -1. */
int ll_harness_module_is(const struct ll_lesson *lesson,
                         const struct ll_exercise *exercise,
                         struct ll_error *err) LL_MUST_CHECK;

/* Make these in the harness's folder, with the runtime in the folder `runtime`. -1 when
 * the lesson cannot be used, or we failed. */
int ll_harness_module_make(struct ll_harness *harness, const char *runtime,
                           struct ll_error *err) LL_MUST_CHECK;

/* Translate the lesson's own `file` in Cython. `*made` becomes the path of its C, a new
 * string. 0; 1 when it cannot be translated, and `words` has what Cython said; -1. */
int ll_harness_module_translate(const struct ll_harness *harness, const char *file,
                                char **made, struct ll_buf *words,
                                struct ll_error *err) LL_MUST_CHECK;

/* Add the objects to those that are joined. */
void ll_harness_module_add(const struct ll_harness *harness,
                           struct ll_strings *objects);

#endif
