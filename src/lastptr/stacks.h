/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * stacks: call stacks, captured fast and stored once.
 *
 * Invariants: equal stacks are the same pointer. A stack's first address is the
 * instruction that executes; each later one lies in the call instruction of a caller.
 *
 * Ownership: stacks are never freed. A trace belongs to this module and is valid until
 * the next capture.
 */
#ifndef LP_STACKS_H
#define LP_STACKS_H

#include "vg_compat.h"

struct stack {
    struct stack *next; /* in its hash bucket */
    UInt hash;
    UInt number; /* stacks are numbered in the order in which they are first stored */
    UInt depth;
    enum { SOURCE_UNKNOWN, SOURCE_NONE, SOURCE_KNOWN } source : 8; /* see count.c */
    Addr ips[];                                                    /* innermost first */
};

#define LP_DEPTH_MAX 64

/* A stack at the moment of its capture, with the ends of its frames: frame i lies below
 * cfas[i], its canonical frame address. */
struct trace {
    Addr ip, sp, fp;
    UInt depth;
    UInt known_cfas; /* the end of the outermost frame is not known */
    struct stack *stack;
    Addr ips[LP_DEPTH_MAX];
    Addr cfas[LP_DEPTH_MAX];
    Addr return_at[LP_DEPTH_MAX]; /* where frame i has its return address; 0: in the
                                     link register, or it is not known */
};

const struct trace *lp_trace(ThreadId tid);

/* Where the innermost function returns to, which has no frame of its own. */
Addr lp_return_address(ThreadId tid);

/* The stack without that function. `link`: where it returns to; not used on machines
 * where this is on top of the stack. */
const struct trace *lp_trace_of_caller(ThreadId tid, Addr link);

/* The stored stack with these addresses. */
struct stack *lp_stack_intern(const Addr *ips, UInt depth);

#endif
