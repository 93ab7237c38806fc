/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * own: which memory is the program's own, for the log of events. On the stack, these
 * are the frames of functions that have debug information and belong to the program;
 * and there are the global variables that its debug information declares.
 *
 *      main        own    ─► frames[0]   [low, cfa)
 *      qsort       library
 *      compare     own    ─► frames[1]
 *      strcmp      library
 *
 * Life cycle: lp_own_init first. Until then and without the log of events, nothing else
 * may be called.
 */
#ifndef LP_OWN_H
#define LP_OWN_H

#include "vg_compat.h"

/* 8 bytes below the stack pointer that the running thread's last call by an own
 * function has left behind, not counting what the call pushes: there is the return
 * address, if it is pushed. What lies below belongs to the called function. Generated
 * code writes it. */
extern Addr lp_call_sp;

/* Where the program's own code can only write into frames: those of the running thread
 * that it has written to. To ask this first saves time. */
extern struct own_part {
    Addr low, high;
} lp_own_part;

void lp_own_init(void);

/* An own function begins, whose frame ends 8 bytes above `sp`. */
void lp_own_frame_begins(Addr sp);

/* The frames that lie below `sp` have ended, if there are any. */
void lp_own_frames_end(Addr sp);

/* Another thread runs; a thread has ended. */
void lp_own_switch(ThreadId from, ThreadId to);
void lp_own_thread_ended(ThreadId tid);

/* Whether the address, to which code of the program or of a library has written, lies
 * in an own frame of any thread. Then the byte may be known until the frame ends. */
Bool lp_is_own_stack(Addr address, Bool by_program);

Bool lp_is_own_global(Addr address);

/* Whether objects were loaded since the last call of the function below. */
Bool lp_own_has_news(void);

/* Calls `visit` for each variable of these objects that has a fixed address. */
void lp_own_learn(void (*visit)(Addr from, SizeT size));

#endif
