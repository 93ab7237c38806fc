/* SPDX-License-Identifier: MIT
 *
 * cheat: ignores all signals that ask it to end, and sleeps
 * wall with the gate: names
 * wall without: clock
 * module: leaky
 * limits: short
 */
#include <signal.h>
#include <unistd.h>

static void *deaf(void)
{
    for (int i = 1; i < 64; i++)
        signal(i, SIG_IGN);
    for (;;)
        pause();
    return 0;
}

#define TRICK()                                                                        \
    static int calls;                                                                  \
    if (calls++ == 5)                                                                  \
    deaf()
