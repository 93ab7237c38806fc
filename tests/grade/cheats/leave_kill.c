/* SPDX-License-Identifier: MIT
 *
 * cheat: kills itself, so that there is no end at which to look
 * wall with the gate: names
 * wall without: completion
 * module: leaky
 */
#include <signal.h>
#include <unistd.h>

static int calls;

#define TRICK() (calls++ == 5 ? (void)(kill(getpid(), SIGKILL)) : (void)0)
