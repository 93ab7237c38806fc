/* SPDX-License-Identifier: MIT
 *
 * cheat: ends the program by _exit(0), before anybody looks for leaks
 * wall with the gate: names
 * wall without: completion
 * module: leaky
 */
#include <unistd.h>

static int calls;

#define TRICK() (calls++ == 5 ? (void)(_exit(0), 0) : (void)0)
