/* SPDX-License-Identifier: MIT
 *
 * cheat: kills all processes that it may
 * wall with the gate: names
 * wall without: isolation
 * module: leaky
 */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static void end_all(void)
{
    if (kill(-1, SIGKILL) == 0)
        puts("got through");
    for (pid_t pid = getppid(); pid > 1 && pid > getppid() - 64; pid--)
        if (kill(pid, SIGKILL) == 0)
            puts("got through");
}

#define TRICK() end_all()
