/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * threads: the bounds of each thread's stack, and the value that a function returns.
 *
 * Invariants: no stack word below lp_running.low has an entry in the shadow map, as
 * long as lp_stack_word_stored is called for each word outside the heap that gets one.
 * A thread that does not run has its own copy of `lp_running`; the core's
 * notifications exchange it when another thread starts to run.
 *
 * frames.c ends frames and threads; this module only knows what is where.
 */
#ifndef LP_THREADS_H
#define LP_THREADS_H

#include "records.h"

/* What the translation of a return instruction tells. Never freed. */
struct return_site {
    Addr ip;
    Addr return_ip;   /* an instruction of the return statement; 0: the code hides it */
    Bool ask_last_ip; /* then the instruction that jumped here may be one */
    Bool own_code;    /* of the program, not of a library */
    Bool has_value;   /* the function returns a value, or that is not known */
    Bool wide_value;  /* the value takes two registers */
    UInt stack_parameters; /* bytes above the new stack pointer that end as well */
};

/* The state of the running thread. Generated code reads and writes it. */
extern struct running {
    Addr low;     /* the lowest stack word that may have an entry */
    Addr last_ip; /* the last instruction before a jump, in the program's own code */
    const struct return_site *last_return; /* the last return of the own code */
    const struct function *left; /* the last function whose end called another one */
    Addr left_by;                /* the instruction that jumped to that end */
} lp_running;

/* Asks the core to tell when threads start and run. Call once, before the program. */
void lp_threads_init(void);

/* Called before another thread than the last one runs; NULL: nobody asks. */
extern void (*lp_thread_switches)(ThreadId from, ThreadId to);

ThreadId lp_running_thread(void);

/* The end of a thread's stack: the address above its highest word; 0: not known. */
Addr lp_stack_high(ThreadId tid);

/* The lowest address of it that is in use. While the thread runs on another stack, that
 * of a signal or a coroutine: where the mapping begins, which may have other memory,
 * too. A program may give a thread a part of an array. */
Addr lp_stack_low(ThreadId tid);

/* Whether the word lies between these two; False while they are not known. */
Bool lp_is_stack_of(ThreadId tid, Addr word);

/* A word got an entry. Lowers `low` of the thread that has the word in its stack. */
void lp_stack_word_stored(Addr word);

/* The last return of the program's own code in that thread; NULL: none. */
const struct return_site *lp_last_return(ThreadId tid);

/* Forgets a thread that has ended: its number may be used again. */
void lp_thread_forget(ThreadId tid);

/* While a frame ends: its return instruction, and what is in the registers that may
 * hold the value. Between the two calls lp_is_being_returned knows what the function
 * returns.
 */
void lp_return_begin(const struct return_site *site, UWord value, UWord second);
void lp_return_end(void);

/* Whether the function whose frame ends now returns a pointer into the block. */
Bool lp_is_being_returned(const struct block *block);

/* The same for a pointer to its start. */
Bool lp_is_start_being_returned(const struct block *block);

#endif
