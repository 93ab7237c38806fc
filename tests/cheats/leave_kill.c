/* SPDX-License-Identifier: MIT
 *
 * cheat: kills itself, so that there is no end at which to look
 * wall with the gate: names
 * wall without: crash
 * module: leaky
 */
#include <signal.h>
#include <unistd.h>

#define DROP(block) ((void)(block), kill(getpid(), SIGKILL))
