/* SPDX-License-Identifier: MIT
 *
 * sweep: each allocation of a program fails once.
 *
 * swept.o is linked, with LL_LINK_SWEEP and together with fail.o, into a program that
 * is swept. It counts every allocation between main's first line and the program's
 * end, from 1, across all functions: those that the program's own objects ask for
 * (fail.o's wrappers), and those that a library makes on its behalf (asprintf,
 * getline, fopen, ...), for which it puts itself before the C library's malloc,
 * calloc and realloc. What one of them allocates to serve another (strdup's malloc)
 * is part of it and does not count. In a program that holds a Python interpreter
 * what the interpreter allocates for itself does not count either.
 *
 * A failing allocation behaves as fail.h says. LL_SWEEP_ENV, which is removed, says
 * what is to be done:
 *
 *     fail:7           the 7th allocation fails
 *     fail:7+          the 7th and every later one
 *     fork:300:60:10   fork at each allocation, see below
 *     rest:300:60:10   the same where fork:300 passed by
 *
 * fork: the program runs as usual, and nothing fails in it. At an allocation it forks a
 * child in which this allocation fails, and, once that one asks for another, a second
 * one in which this and all that follow fail. (Who asks for nothing any more stands for
 * both.) It waits for them and goes on:
 *
 *     parent  ──1────2────3────…──► end          the tool was started once
 *               ├─✗──────►  ├─✗──►               7   alone
 *               └─✗✗✗✗✗✗►   └─✗✗✗►               7+  with all that follow
 *
 * The first number says up to which allocation each is tried; after that only those
 * that come from a call stack not seen before (with 0, which asks for these alone, one
 * that differs in its innermost 8 frames). The second: for how many seconds. The
 * third: how many a child may take. What a child reads and writes of the program's open
 * files is put back when it has ended.
 *
 * Where forking would change what happens (threads, children or pipes of the
 * program's own), it says so once, as "unfit", and forks no more.
 *
 * LL_SWEEP_LOG names a file for what happened, one line each:
 *
 *     test NAME                            of a suite (tests.c): what follows is its
 *     point N FUNCTION BYTES THROUGH ADDRESS...
 *     child N[+] PID exited|signalled|stopped STATUS SECONDS
 *                                          (N and N+ of one PID: it stands for both)
 *     asserted PID | aborted PID           a failed ck_assert; abort() or assert()
 *     unfit threads|children|pipes|files|signals N
 *     late N                               the time ran out before allocation N
 *     total N
 *
 * THROUGH is the library function that the program called, or "-"; ADDRESS the
 * program's frames, innermost first, as offsets in its executable (of the instruction
 * after the call). The parent numbers a suite's allocations through from the first
 * test to the last; a child ends with its test.
 */
#ifndef LL_RUNTIME_SWEPT_H
#define LL_RUNTIME_SWEPT_H

#include <stdbool.h>
#include <stddef.h>

#define LL_SWEEP_ENV "LEAKLAB_SWEEP"
#define LL_SWEEP_LOG_ENV "LEAKLAB_SWEEP_LOG"
/* Tests of a suite that are passed over: their names, separated by commas. */
#define LL_SWEEP_BUT_ENV "LEAKLAB_SWEEP_BUT"
#define LL_SWEEP_MISUSED 124

/* ---- between the runtime parts ------------------------------------------------- */

/* An allocation begins: `name` asks for `size` bytes and returns to `caller`. True:
 * it is to fail, and errno is set. Else ll_sweep_leave() when it is done. */
bool ll_sweep_enter(const char *name, size_t size, const void *caller);
void ll_sweep_leave(void);

/* Count from here on; count no more. main begins so, unless somebody else does
 * (ll_sweep_waits, in tests.c). */
void ll_sweep_begin(void);
void ll_sweep_arm(void);
void ll_sweep_disarm(void);
extern const bool ll_sweep_waits __attribute__((weak));

/* The program's end: no allocation counts after it. */
void ll_sweep_end(void);

/* Whether an allocation has failed in this process. */
bool ll_sweep_failed(void);

/* Append a line to the log. */
void ll_sweep_log(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* finish.c: this process, forked by the sweep, leaves a mark of its own, MARK.PID. */
void ll_finish_adopt(void);

#endif
