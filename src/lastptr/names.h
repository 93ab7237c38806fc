/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * names: what names.c and fields.c share.
 */
#ifndef LP_NAMES_H
#define LP_NAMES_H

#include "functions.h"

#define TEXT_MAX 200

/* A bounded text; what does not fit is cut off. */
struct text {
    HChar at[TEXT_MAX];
    UInt length;
};

void lp_text_add(struct text *text, const HChar *format, ...) PRINTF_CHECK(2, 3);

/* Appends ".member[i].…" from a type down to the pointer at `offset`; the innermost
 * member goes to *last, and the struct that has it to *owner (both may be NULL). */
void lp_path_add(struct text *text, const struct debug *debug, ULong type, ULong offset,
                 struct die *last, struct die *owner);

#endif
