/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * names: the source's name for the place that held a pointer.
 *
 * Errors: what is not known yields an empty text; what does not fit is cut off.
 */
#ifndef LP_NAMES_H
#define LP_NAMES_H

#include "functions.h"
#include "losses.h"

#define TEXT_MAX 200

/* A bounded text. Start with {.length = 0}. */
struct text {
    HChar at[TEXT_MAX];
    UInt length;
};

void lp_text_add(struct text *text, const HChar *format, ...) PRINTF_CHECK(2, 3);

/* Appends the path ".member[i]..." that leads, in a value of the type, to the pointer
 * at `offset`. The innermost member goes to *last and its struct to *owner. Both may be
 * NULL. */
void lp_path_add(struct text *text, const struct debug *debug, ULong type, ULong offset,
                 struct die *last, struct die *owner);

/* Writes two texts: the slot as the source calls it, and what was declared there. */
void lp_slot_name(const struct slot *slot, HChar *expression, SizeT expression_size,
                  HChar *declared, SizeT declared_size);

#endif
