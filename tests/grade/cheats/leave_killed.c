/* SPDX-License-Identifier: MIT
 *
 * cheat: has the kernel kill it as if somebody else had, by a pidfd, by a timer, and by
 *     a tracer that ends, so that it is graded again, for ever
 * wall with the gate: names
 * wall without: leak check
 * module: leaky
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static char stack[1 << 16];
static pid_t target;

static int trace(void *unused)
{
    (void)unused;
    syscall(SYS_ptrace, PTRACE_SEIZE, target, 0, PTRACE_O_EXITKILL);
    syscall(SYS_exit, 0);
    return 0;
}

static void be_killed(void)
{
    const struct timespec moment = {0, 20 * 1000 * 1000};
    const struct itimerspec soon = {{0, 0}, {0, 1}};
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGKILL};
    timer_t timer;

    target = getpid();
    syscall(SYS_pidfd_send_signal, open("/proc/self", O_RDONLY | O_DIRECTORY), SIGKILL,
            0, 0);
    if (timer_create(CLOCK_MONOTONIC, &event, &timer) == 0)
        timer_settime(timer, 0, &soon, NULL);
    (void)clone(trace, stack + sizeof stack, CLONE_VM, NULL);
    nanosleep(&moment, NULL);
}

static int calls;

#define TRICK() (calls++ == 5 ? be_killed() : (void)0)
