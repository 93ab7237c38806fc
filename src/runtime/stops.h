/* SPDX-License-Identifier: MIT
 *
 * stops: the variable that tells stops.so, which is loaded before the C library, the
 * number of the run in which it stops a program's threads: from 1 to LL_STOPS_RUNS. One
 * run shows most races; each dices anew.
 */
#ifndef LL_RUNTIME_STOPS_H
#define LL_RUNTIME_STOPS_H

#define LL_STOPS_ENV "LEAKLAB_STOPS"
#define LL_STOPS_LIBRARY "stops.so"

enum { LL_STOPS_RUNS = 8 };

/* Whether it can: the processor has to trap after each instruction. */
#if defined __x86_64__
#define LL_STOPS_WORK 1
#else
#define LL_STOPS_WORK 0
#endif

#endif
