/* SPDX-License-Identifier: MIT
 *
 * cheat: leaves a process behind by clone, sharing its memory
 * wall with the gate: names
 * wall without: completion
 * module: leaky
 */
#define _GNU_SOURCE
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

static int stay(void *unused)
{
    (void)unused;
    setsid();
    for (;;)
        sleep(1000);
}

static void leave(void)
{
    static char stack[65536] __attribute__((aligned(16)));
    static int once;

    if (once++ == 0)
        clone(stay, stack + sizeof stack, CLONE_VM | CLONE_FILES, NULL);
}

#define TRICK() leave()
