/* SPDX-License-Identifier: MIT
 *
 * stopped: judges what a program prints in runs in which its threads are stopped at
 * moments at which they are hardly ever stopped (runtime/stops.h).
 *
 * Tools that look for races go by what puts two uses of memory in order, and two uses
 * may be in order by chance: a lock that was free when it was tried. In these runs such
 * a race does what it can do: a note is lost, and the program prints something else.
 * Whose threads keep apart what they share prints what it always prints. So such a run
 * is only of use where that is known.
 */
#ifndef LL_SESSION_STOPPED_H
#define LL_SESSION_STOPPED_H

#include "session/session.h"

/* Whether such runs may tell something that `run` of the same subject does not. */
bool ll_stopped_is_asked(const struct ll_subject *subject, const struct ll_run *run);

/* If what was printed in such a run is not `wanted`, or the run was not whole: add that
 * to `diags`. 1: added; 0: all is as it should be; -1: memory ran out. */
int ll_stopped_judge(struct ll_diags *diags, const char *printed, const char *wanted,
                     bool whole, struct ll_error *err) LL_MUST_CHECK;

#endif
