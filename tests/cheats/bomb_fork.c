/* SPDX-License-Identifier: MIT
 *
 * cheat: starts processes that start processes
 * wall with the gate: ?
 * wall without: ?
 * module: leaky
 * limits: short
 */
#include <unistd.h>

static void bomb(void)
{
    for (int i = 0; i < 64; i++)
        (void)!fork();
}

#define TRICK() bomb()
