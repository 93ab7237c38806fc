/* SPDX-License-Identifier: MIT
 *
 * match: compare diagnoses with expectations, exactly and in both directions.
 *
 * They agree when each diagnosis meets one expectation, and each expectation is met by
 * one diagnosis. A diagnosis meets an expectation when all that the expectation asks
 * for is equal: kind, bytes, blocks, and for each place the line of its label and the
 * function. They are compared with the innermost frame in the lesson's own code.
 */
#ifndef LL_LESSON_MATCH_H
#define LL_LESSON_MATCH_H

#include "base/buf.h"
#include "lesson/labels.h"
#include "lesson/lesson.h"

/* Match what `tool` reported on `module`. Returns 0 when they agree. Returns 1 when
 * they differ, and appends the differences to `out`: expected and got, with places as
 * file:line. Returns -1 on failure. A tool declared silent must report nothing. */
int ll_match(const struct ll_module *module, const char *tool,
             const struct ll_diags *diags, const struct ll_labels *labels,
             const char *const *roots, struct ll_buf *out, struct ll_error *err);

/* The expectation of `module` that `diag` meets, for any tool; NULL if there is none.
 * Its `why` explains the fault. Borrowed. */
const struct ll_expectation *ll_match_find(const struct ll_module *module,
                                           const struct ll_diag *diag,
                                           const struct ll_labels *labels,
                                           const char *const *roots);

#endif
