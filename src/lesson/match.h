/* SPDX-License-Identifier: MIT
 *
 * match: compare diagnoses with expectations, exactly and in both directions.
 *
 * Every diagnosis is expected and every expectation is met, one to one. An
 * expectation is met by a diagnosis when all that it asks for agrees: kind, bytes,
 * blocks, and for each place the line of its label and the function, in the
 * innermost frame of the lesson's own code.
 */
#ifndef LL_LESSON_MATCH_H
#define LL_LESSON_MATCH_H

#include "base/buf.h"
#include "lesson/labels.h"
#include "lesson/lesson.h"

/* Match what `tool` reported on `module`. Returns 0 when they agree. Returns 1 when
 * they differ, and appends the differences to `out`: expected and got, with places as
 * file:line. -1 on failure. A tool declared silent must have reported nothing. */
int ll_match(const struct ll_module *module, const char *tool,
             const struct ll_diags *diags, const struct ll_labels *labels,
             const char *const *roots, struct ll_buf *out, struct ll_error *err);

/* The expectation of `module` that `diag` meets under any tool, or NULL: for its
 * `why`. Borrowed. */
const struct ll_expectation *ll_match_find(const struct ll_module *module,
                                           const struct ll_diag *diag,
                                           const struct ll_labels *labels,
                                           const char *const *roots);

#endif
