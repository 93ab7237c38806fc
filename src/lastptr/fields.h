/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fields: describes the word that held a pointer, at the moment when it loses it.
 *
 * Ownership: texts in a slot are never freed; equal places share them.
 */
#ifndef LP_FIELDS_H
#define LP_FIELDS_H

#include "losses.h"
#include "stacks.h"

/* Describes a word by the stack as it is now. `slot` must be zero. */
void lp_slot_describe(struct slot *slot, Addr word, const struct trace *trace);

/* The same for a word that is known to be in the frame that ends at `cfa`. `ip` is an
 * instruction of the function. */
void lp_slot_describe_local(struct slot *slot, Addr word, Addr ip, Addr cfa);

#endif
