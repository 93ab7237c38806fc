/* SPDX-License-Identifier: MIT
 *
 * text_values: the values and the calls of a fault, for the text format.
 */
#ifndef LL_REPORT_TEXT_VALUES_H
#define LL_REPORT_TEXT_VALUES_H

#include "diag/diag.h"
#include "report/layout.h"

/* Append them after `indent` blanks, each value whole on its line; nothing if none is
 * known. Values that say what the marked lines show already are left out. */
void ll_text_values(struct ll_buf *out, const struct ll_style *style, unsigned indent,
                    const struct ll_diag *diag, const char *const *roots);

#endif
