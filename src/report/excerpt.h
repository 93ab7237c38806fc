/* SPDX-License-Identifier: MIT
 *
 * excerpt: the source lines that tell the story of a fault, marked.
 *
 *     list.c
 *     18 │   node->name = malloc(length);
 *        │                ────── these 32 bytes were allocated here
 */
#ifndef LL_REPORT_EXCERPT_H
#define LL_REPORT_EXCERPT_H

#include "diag/span.h"
#include "report/layout.h"

/* Append the marked lines of `marks`, each after `indent` blanks, and with `context`
 * some lines of the function above the place of a fault. Nothing when there are no
 * marks. A line that cannot be read is shown as file:line. The marks come in the order
 * of what happened, not of the file: "…" stands where lines are left out. */
void ll_excerpt(struct ll_buf *out, const struct ll_style *style, unsigned indent,
                const struct ll_diag *diag, const struct ll_mark *marks, size_t count,
                bool context);

#endif
