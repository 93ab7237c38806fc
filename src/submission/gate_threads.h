/* SPDX-License-Identifier: MIT
 *
 * gate_threads: says which functions of the C library a submission may use to have
 * threads wait for each other, in a lesson that starts some: those of POSIX and of C11
 * alike.
 *
 * Left out is what reaches beyond the threads of the submission itself (signals,
 * cancellation, fork handlers, other processes) or says where memory lies (a stack of
 * its own, attributes of a running thread).
 */
#ifndef LL_SUBMISSION_GATE_THREADS_H
#define LL_SUBMISSION_GATE_THREADS_H

#include <stdbool.h>

#include "base/strings.h"

/* Whether such a lesson lets a submission use it. `taken`: what the lesson's own
 * modules use. */
bool ll_gate_threads_allows(const char *symbol, const struct ll_strings *taken);

/* Whether it ends a thread by unwinding its stack. */
bool ll_gate_threads_unwinds(const char *symbol);

#endif
