/* SPDX-License-Identifier: MIT
 *
 * cheat: ends the program by exit(0) when a test begins
 * wall with the gate: names
 * wall without: completion
 * module: leaky
 */
#include <stdlib.h>

static int calls;

#define TRICK() (calls++ == 5 ? (void)(exit(0)) : (void)0)
