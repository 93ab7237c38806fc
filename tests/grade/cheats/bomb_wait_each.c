/* SPDX-License-Identifier: MIT
 *
 * cheat: waits in each test nearly as long as it may, then crashes: a process for each
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
