/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * writes: tells the log of events which bytes of the program's own memory have changed.
 *
 * Generated code notes the place of each store. At the next source line, call or return
 * of the program's own code, and before a block is made or released, the noted bytes
 * are compared with what the log already says of them (copies.h). What is new is told.
 * docs/events.md says which memory that is: frames and global variables of the program
 * (own.h), and the beginnings of its blocks. A block of a library counts as soon as
 * own memory points to it.
 *
 * Life cycle: lp_writes_init after lp_events_open. Without a log, generated code notes
 * nothing, and callers test `lp_events_on`.
 */
#ifndef LP_WRITES_H
#define LP_WRITES_H

#include "records.h"

/* A noted place is one number: its address, its size (at most 255), and by whom. */
#define NOTED_SIZE_SHIFT 48
#define NOTED_BY_PROGRAM ((UWord)1 << 56)
#define NOTED_MAX 4096

/* Where generated code notes the next place. It makes room first: for all stores of a
 * superblock. */
extern struct noted {
    UWord *next;
    UWord places[NOTED_MAX];
} lp_noted;

void lp_writes_init(void);

/* Tells what was noted. */
void lp_writes_flush(void);

/* The bytes changed without a store, by a system call for example. */
void lp_writes_changed(Addr from, SizeT size);

/* A block was allocated; its bytes were set to zero. It was made from another one,
 * whose bytes were copied. */
void lp_writes_block_made(struct block *block, Bool zero);
void lp_writes_block_copied(struct block *block, const struct block *from);

void lp_writes_thread_ended(ThreadId tid);

/* Called by generated code: a store that may not happen; and what the program's own
 * code does. */
VG_REGPARM(2) void lp_note_write(Addr from, UWord size_and_by);
VG_REGPARM(1) void lp_line_begins(ULong place);
VG_REGPARM(2) void lp_call_begins(UWord function, Addr sp);
VG_REGPARM(1) void lp_call_ends(Addr sp);

#endif
