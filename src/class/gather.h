/* SPDX-License-Identifier: MIT
 *
 * gather: one class from the results of several machines (class/shard.h).
 *
 * The order of the folders makes no difference, and a folder may be merged twice. Two
 * grades of one submission that differ are a conflict: then nothing is written.
 */
#ifndef LL_CLASS_GATHER_H
#define LL_CLASS_GATHER_H

#include "class/conclusion.h"

/* What the results in the folders, at least one, are about: "lesson 3, exercise.c". New
 * string. If they are not all about the same, that is an input fault. NULL on error. */
char *ll_class_gathered(char *const *folders, size_t count, struct ll_error *err);

/* Merge the results in the folders into results.db in `output`, which may have results
 * already. 1: there are conflicts, the names of submissions, and nothing was written.
 * On 0 release the outcome. */
int ll_class_gather(char *const *folders, size_t count, const char *output,
                    const struct ll_class_about *about,
                    struct ll_class_outcome *outcome, struct ll_strings *conflicts,
                    struct ll_error *err) LL_MUST_CHECK;

#endif
