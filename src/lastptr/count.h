/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * count: the pointers to each block, and the losses.
 *
 * How to use it: say with lp_cause_* why memory changes, then say with lp_range_* what
 * changes. The changes of one cause share a call stack, which is
 * captured when the first loss needs it. A cause is valid until the next one is set.
 *
 * Invariants: a block's `refs`, `strong`, `roots` and `starts` equal the number of
 * entries of each sort in the shadow map (not while a block is being freed). A block's
 * losses are its last ones: older losses are overwritten.
 */
#ifndef LP_COUNT_H
#define LP_COUNT_H

#include "records.h"
#include "stacks.h"

/* Thread `tid` changes memory. */
void lp_cause(ThreadId tid, enum how how);

/* The same, when the call stack is known already. `return_ip`: an instruction of the
 * return statement that was executed, or 0. */
void lp_cause_at(ThreadId tid, enum how how, const struct trace *trace, Addr return_ip);

/* The frame that ends at `cfa` ends now; `ip` is the instruction that executes. */
void lp_cause_frame(ThreadId tid, enum how how, Addr ip, Addr cfa, Addr return_ip);

/* The bytes were written: read their words again. `weak`: they are a weak copy. */
void lp_range_changed(Addr from, SizeT size, Bool weak);

/* The same for bytes that were read at `source`: if they were no pointer there, they
 * are none here. The two ranges may overlap. `read_before`: the bytes were read before
 * the last copy was written. (memmove reads several words and then writes them.) */
void lp_range_copied(Addr to, Addr source, SizeT size, Bool weak, Bool read_before);

/* How many words lp_range_copied remembers of earlier copies. 0 must be stored before a
 * copy that is followed by one with `read_before`, if the call for the first one may be
 * left out. */
extern UWord lp_copies_noted;

/* The words no longer exist, or are all zero: the pointers in [from, to) are lost. */
void lp_range_gone(Addr from, Addr to);

/* The same where the memory stays, with its bytes: the words with pointers are stale
 * now. So end frames and freed blocks. */
void lp_range_left(Addr from, Addr to);

/* The pointers in [from, to) become weak copies. */
void lp_range_weaken(Addr from, Addr to);

/* `size` bytes were moved from one address to another. */
void lp_range_moved(Addr from, Addr to, SizeT size);

#endif
