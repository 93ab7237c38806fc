/* SPDX-License-Identifier: MIT
 *
 * cheat: traces the process that grades it
 * wall with the gate: names
 * wall without: isolation
 * module: leaky
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <unistd.h>

static void trace(void)
{
    for (pid_t pid = getppid(); pid > 0 && pid > getppid() - 64; pid--)
        if (pid != getpid() && ptrace(PTRACE_ATTACH, pid, 0, 0) == 0)
            puts("got through");
}

#define TRICK() trace()
