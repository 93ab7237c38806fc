/* SPDX-License-Identifier: MIT
 *
 * span: the part of a source line that a mark points at. Tools rarely report a column,
 * so the part is found by what the diagnosis knows: a variable, or the function that
 * the line calls.
 */
#ifndef LL_DIAG_SPAN_H
#define LL_DIAG_SPAN_H

#include "diag/explain.h"

/* The part of a line that a mark is about: bytes from 0. */
struct ll_span {
    size_t start, length;
};

/* Find it in `line`, the source line of `mark`, which is one of `diag`'s. */
struct ll_span ll_span_find(const struct ll_diag *diag, const struct ll_mark *mark,
                            const char *line);

#endif
