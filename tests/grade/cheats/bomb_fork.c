/* SPDX-License-Identifier: MIT
 *
 * cheat: starts processes that start processes
 * wall with the gate: names
 * wall without: isolation
 * module: leaky
 */
#include <stdio.h>
#include <unistd.h>

static void bomb(void)
{
    for (int i = 0; i < 64; i++)
        if (fork() >= 0)
            puts("got through");
}

#define TRICK() bomb()
