/* SPDX-License-Identifier: MIT
 *
 * cheat: forks; the parent ends with status 0 and the child goes on
 * wall with the gate: names
 * wall without: completion
 * module: leaky
 */
#include <stdlib.h>
#include <unistd.h>

static void leave(void)
{
    if (fork() != 0)
        exit(0);
}

static int calls;

#define TRICK() (calls++ == 5 ? (void)(leave()) : (void)0)
