/* SPDX-License-Identifier: MIT
 *
 * sweep: each allocation of a program fails once.
 *
 * swept.o is linked, with LL_LINK_SWEEP and together with fail.o, into a program that
 * is swept. It counts every allocation between main's first line and the program's end,
 * from 1, across all functions. It counts what the program's own objects ask for, in
 * fail.o's wrappers, and what a library allocates for the program (asprintf, getline,
 * fopen, ...): for these, swept.o has a malloc, calloc and realloc of its own. An
 * allocation that is part of another one (strdup's malloc) does not count, nor does
 * what a Python interpreter allocates for itself.
 *
 * A failing allocation behaves as described in fail.h. LL_SWEEP_ENV says what to do;
 * it is removed from the environment:
 *
 *     fail:7           the 7th allocation fails
 *     fail:7+          the 7th and every later one
 *     fork:300:60:10   fork at each allocation, see below
 *     rest:300:60:10   fork at each allocation that fork:300 leaves out
 *     pick:4,7:60:10   fork at the 4th and the 7th
 *
 * fork: the program runs as usual, and nothing fails in it. At an allocation it forks a
 * child in which this allocation fails. If that child asks for another allocation, the
 * program forks a second child, in which this allocation and all that follow fail. (If
 * it does not, both children would do the same, and the first stands for both.) The
 * program waits for the children and continues:
 *
 *     parent  ──1────2────3────…──► end          the tool is started once
 *               ├─✗──────►  ├─✗──►               7   alone
 *               └─✗✗✗✗✗✗►   └─✗✗✗►               7+  with all that follow
 *
 * The first number: up to this allocation, each one is tried. After it, only those that
 * come from a call stack not seen before; with 0 call stacks are compared by their
 * innermost 8 frames. The second: for how many seconds to try. The third: how many
 * seconds a child may take. The position and content of the program's open files are
 * restored when a child has ended.
 *
 * The program itself, too, may take that many seconds, without those of its children:
 * then it is sent SIGTERM.
 *
 * Others may keep the machine busy. So seconds by the clock are over only when as much
 * processor time was used, too; or when LL_SWEEP_PATIENCE times as many have passed.
 *
 * Where forking would change what the program does (it has threads, children or pipes
 * of its own), the log says "unfit" once, and the sweep forks no more.
 *
 * In isolation the program is hostile, and could read its first environment in /proc.
 * There the values of both variables come from descriptor LL_SWEEP_LINE, a socket, each
 * with its NUL; it is closed before main.
 *
 * LL_SWEEP_LOG_ENV names a file that gets one line for each event:
 *
 *     library K PATH                       of a finished program (preload.h): it has
 *                                          this library of its own, the Kth
 *     test NAME                            of a suite (tests.c): this test begins
 *     point N FUNCTION BYTES THROUGH ADDRESS...
 *     child N[+] PID exited|signalled|stopped STATUS SECONDS
 *                                          (N and N+ of one PID: it stands for both)
 *     kept PID BYTES                       of a suite: the test came to its end, and
 *                                          left that much allocated; PID 0: nothing
 *                                          had failed in it
 *     asserted PID | aborted PID           a failed ck_assert; abort() or assert()
 *     left PID ADDRESS...                  after a failure the program called exit(),
 *                                          abort() or the like, from there
 *     unfit threads|children|pipes|files|signals N
 *     late N [waiting]                     the time ran out before allocation N;
 *                                          waiting: less processor time was used
 *     total N
 *
 * THROUGH is the library function that the program called, or "-"; ADDRESS the
 * program's frames, innermost first, as offsets in its executable (of the instruction
 * after the call), or in its Kth library: then the upper 16 bits are K. The parent
 * numbers a suite's allocations through from the first test to the last; a child ends
 * with its test.
 */
#ifndef LL_RUNTIME_SWEPT_H
#define LL_RUNTIME_SWEPT_H

#define LL_SWEEP_ENV "LEAKLAB_SWEEP"
#define LL_SWEEP_LOG_ENV "LEAKLAB_SWEEP_LOG"
/* The names of a suite's tests that are left out, separated by commas. */
#define LL_SWEEP_BUT_ENV "LEAKLAB_SWEEP_BUT"
#define LL_SWEEP_MISUSED 124
#define LL_SWEEP_LINE 3 /* the first of jail.h */
#define LL_SWEEP_PICKS_MAX 64
#define LL_SWEEP_PATIENCE 3
#define LL_SWEEP_LIBRARY_SHIFT 48

#endif
