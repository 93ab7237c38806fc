/* SPDX-License-Identifier: MIT
 *
 * cheat: waits in each test nearly as long as it may, and crashes then, so that the next
 *     one has a process of its own
 * wall with the gate: names
 * wall without: crash
 * module: leaky
 * limits: short
 */
#include <stdlib.h>
#include <time.h>

static void wait_and_crash(void)
{
    nanosleep(&(struct timespec){.tv_sec = 1, .tv_nsec = 600000000}, NULL);
    abort();
}

#define TRICK() wait_and_crash()
