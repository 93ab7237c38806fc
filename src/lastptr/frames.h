/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * frames: stack frames and threads that end; values that functions return.
 *
 * Generated code calls the two lp_on_... functions; instrument.c writes the calls. The
 * module owns nothing: what is known of stacks and threads is in threads.c.
 */
#ifndef LP_FRAMES_H
#define LP_FRAMES_H

#include "threads.h"

/* Asks the core to tell when threads end. Call once, before the program. */
void lp_frames_init(void);

/* A return instruction is about to jump to `to`, with the stack pointer at `new_sp`.
 * `value` and `second` are in the registers that may hold the returned value. */
VG_REGPARM(0)
void lp_on_return(struct return_site *site, Addr new_sp, UWord value, UWord second,
                  Addr to);

/* The code at the end of a function, which frees its variables for example, calls
 * another function: remember what jumped there. */
VG_REGPARM(1) void lp_on_call_at_end(const struct function *function);

/* The code may leave a function whose frame ends at `sp`. */
VG_REGPARM(1) void lp_on_jump(Addr sp);

/* Another instruction is about to set the stack pointer to `new_sp`, which lies above
 * words that have entries. `link`: what the link register was before the instructions
 * that lead there; not used on machines without one. */
VG_REGPARM(2) void lp_on_stack_cut(Addr new_sp, Addr link);

#endif
