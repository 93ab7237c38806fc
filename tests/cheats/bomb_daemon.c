/* SPDX-License-Identifier: MIT
 *
 * cheat: leaves a process behind that goes on when the run has ended
 * wall with the gate: ?
 * wall without: ?
 * module: leaky
 */
#define _GNU_SOURCE
#include <signal.h>
#include <unistd.h>

static void daemonise(void)
{
    if (fork() != 0)
        return;
    setsid();
    signal(SIGTERM, SIG_IGN);
    (void)!chdir("/");
    if (fork() == 0)
        sleep(1000);
    _exit(0);
}

#define TRICK() daemonise()
