/* SPDX-License-Identifier: MIT
 *
 * cheat: kills all processes that it may
 * wall with the gate: ?
 * wall without: ?
 * module: leaky
 */
#include <signal.h>
#include <unistd.h>

static void end_all(void)
{
    kill(-1, SIGKILL);
    for (pid_t pid = getppid(); pid > 1 && pid > getppid() - 64; pid--)
        kill(pid, SIGKILL);
}

#define TRICK() end_all()
