/* SPDX-License-Identifier: MIT
 *
 * running: which tools run at this moment, and on which files: for the line of
 * progress, and for `watch`.
 *
 * There is one list, of the process.
 */
#ifndef LL_CLI_RUNNING_H
#define LL_CLI_RUNNING_H

#include "session/session.h"

/* Note the runs of `session` from now on. `changed` is called, by several threads but
 * one at a time, when a run has begun or ended; it may call ll_running_say(). NULL:
 * nobody is told. */
void ll_running_follow(struct ll_session *session, void (*changed)(void));

/* Append "memcheck runs exercise.c, the tests of exercise.c run"; with `seconds`, since
 * when: "memcheck runs exercise.c (4 s)". Nothing: none runs. Returns how long the one
 * takes that is at work longest and is ended when a run's time is over; 0: none. */
double ll_running_say(struct ll_buf *out, bool seconds);

/* How many allocations have failed so far in sweeps, since the last reset. */
unsigned long ll_running_failed(void);
void ll_running_reset(void);

#endif
