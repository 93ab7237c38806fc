/* SPDX-License-Identifier: MIT
 *
 * text_boxes: a small picture of the memory at a fault, in characters:
 *
 *        0   1   2   3     4
 *      [ a | b | c | d ] [ ✗ ]     4 bytes, from line 12
 */
#ifndef LL_REPORT_TEXT_BOXES_H
#define LL_REPORT_TEXT_BOXES_H

#include "diag/diag.h"
#include "report/layout.h"

/* Append it after an empty line and `indent` blanks; nothing where too little is known:
 * of an access beside a block its size, of a block that was freed or lost where it came
 * from. */
void ll_text_boxes(struct ll_buf *out, const struct ll_style *style, unsigned indent,
                   const struct ll_diag *diag, const char *const *roots);

#endif
