/* SPDX-License-Identifier: MIT
 *
 * cheat: leaves a process behind that goes on when the run has ended
 * wall with the gate: names
 * wall without: isolation
 * module: leaky
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static void daemonise(void)
{
    pid_t child = fork();

    if (child > 0)
        puts("got through");
    if (child != 0)
        return;
    setsid();
    signal(SIGTERM, SIG_IGN);
    (void)!chdir("/");
    if (fork() == 0)
        sleep(1000);
    _exit(0);
}

#define TRICK() daemonise()
