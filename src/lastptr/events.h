/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * events: a compact log of what happens to the heap, from which its history can be
 * drawn. docs/events.md describes the format.
 *
 * Life cycle: lp_events_open, any events, lp_events_close. Before the first call, after
 * the last one and after an error `lp_events_on` is False and all other calls do
 * nothing. Callers on a hot path test `lp_events_on` themselves.
 *
 * Errors: if the file cannot be opened, a message says so and there is no log. If it
 * cannot be written, the log stops; a reader sees that its end is missing.
 */
#ifndef LP_EVENTS_H
#define LP_EVENTS_H

#include "records.h"

extern Bool lp_events_on;

/* `file_name` may contain %p; the log has at most `cap_bytes`. */
void lp_events_open(const HChar *file_name, ULong cap_bytes);
void lp_events_close(void);

/* Stops the log in a child after fork: the file belongs to the parent. */
void lp_events_forked(void);

void lp_event_alloc(const struct block *block);
void lp_event_free(const struct block *block);

/* The entry of a word was `old` and is now `entry`; the word has its new value. */
void lp_event_pointer(Addr word, UInt old, UInt entry);

void lp_event_loss(const struct block *block, enum how how);
void lp_event_found(const struct block *block); /* the loss is cancelled */

/* The numbers that generated code passes on later. A place: the file's number in the
 * high half, the line in the low half; 0: not known. */
ULong lp_event_place(Addr ip);
UInt lp_event_function(Addr ip);

void lp_event_line(ULong place);
void lp_event_call(UWord function, Addr sp);
void lp_event_return(Addr sp);

/* What is added to the addresses in the program's file. */
void lp_event_bias(UWord bias);

/* From now on the program's memory there is as it is now. */
#define LP_EVENT_BYTES 127 /* at most */
void lp_event_bytes(Addr from, SizeT size);

/* An allocation of the program was made to fail: its number, or 0. */
void lp_event_denied(UWord number);

/* What follows is done by this thread. */
void lp_event_thread(ThreadId tid);

#endif
