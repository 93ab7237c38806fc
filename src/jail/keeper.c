/* SPDX-License-Identifier: MIT */
#include "jail/keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LEASH = 3 };

/* Put our four descriptors at 0 to 3 and close all others: those of leaklab, and
 * the pipes of other jobs, which would otherwise not end before we do. */
static int settle_descriptors(const struct ll_keeper *keeper)
{
    int fds[] = {keeper->in, keeper->out, keeper->err, keeper->leash};
    for (int i = 0; i <= LEASH; i++) /* out of each other's way first */
        if ((fds[i] = fcntl(fds[i], F_DUPFD, LEASH + 1)) < 0)
            return errno;
    for (int i = 0; i < LEASH; i++)
        if (dup2(fds[i], i) < 0)
            return errno;
    if (dup3(fds[LEASH], LEASH, O_CLOEXEC) < 0)
        return errno;
    close_range(LEASH + 1, ~0U, 0);
    return 0;
}

/* Both limits at once: the command gets no signal to handle or to report. */
static void limit(__rlimit_resource_t what, rlim_t most)
{
    struct rlimit now;
    if (getrlimit(what, &now) == 0 && most < now.rlim_max)
        setrlimit(what, &(struct rlimit){.rlim_cur = most, .rlim_max = most});
}

static void set_limits(const struct ll_limits *limits)
{
    rlim_t seconds = (rlim_t)limits->cpu_seconds;
    seconds += (double)seconds < limits->cpu_seconds;
    limit(RLIMIT_CORE, 0);
    if (seconds > 0)
        limit(RLIMIT_CPU, seconds);
    if (limits->file_bytes > 0)
        limit(RLIMIT_FSIZE, limits->file_bytes);
    if (limits->address_bytes > 0)
        limit(RLIMIT_AS, limits->address_bytes);
}

/* The command's last steps before it is itself. Returns an errno. */
static int become(const struct ll_keeper *keeper)
{
    const struct ll_job *job = keeper->job;
    /* A command whose keeper is killed goes with it. */
    if (setpgid(0, 0) != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
        return errno;
    close_range(LEASH, ~0U, 0);
    for (int sig = 1; sig < NSIG; sig++)
        signal(sig, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (job->folder != NULL && chdir(job->folder) != 0)
        return errno;
    set_limits(&job->limits);
    execvpe(job->argv[0], (char *const *)job->argv, keeper->env);
    return errno;
}

/* Start the command. Its errno arrives in `*failed`, when it has ended at the
 * latest. */
static pid_t start(const struct ll_keeper *keeper, int *failed)
{
    pid_t pid = vfork();
    if (pid == 0) {
        *failed = become(keeper);
        _exit(127);
    }
    return pid;
}

/* Kill our children as the kernel lists them: "12 15 88 ". How many were. */
static unsigned kill_children(void)
{
    int fd = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    unsigned killed = 0;
    pid_t pid = 0;
    char text[4096];
    ssize_t got;
    while ((got = read(fd, text, sizeof text)) > 0) {
        for (ssize_t i = 0; i < got; i++) {
            if (text[i] >= '0' && text[i] <= '9') {
                pid = pid * 10 + (text[i] - '0');
            } else if (pid > 0) {
                killed += kill(pid, SIGKILL) == 0;
                pid = 0;
            }
        }
    }
    close(fd);
    return killed;
}

/* End what is left. A child that dies hands us its own children: go on until
 * there are none, or none that we may kill. */
static void end_orphans(void)
{
    unsigned count;
    while ((count = kill_children()) > 0)
        while (count-- > 0)
            waitpid(-1, NULL, 0);
}

static void wake(int signal)
{
    (void)signal; /* that it came ends a ppoll() */
}

/* Until the command has ended, or leaklab has pulled the leash, or `most` has passed
 * (NULL: any time). SIGCHLD is blocked but for the time of waiting, so none is missed.
 */
static void wait_for_end(pid_t pid, const struct timespec *most)
{
    sigset_t but_one;
    sigfillset(&but_one);
    sigdelset(&but_one, SIGCHLD);
    struct pollfd leash = {.fd = LEASH, .events = POLLIN};
    siginfo_t info = {0};
    int ready = -1;
    while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == 0 && ready < 0)
        ready = ppoll(&leash, 1, most, &but_one);
}

/* Its time is over: a tool that is asked to end can still say what it saw. */
static void let_it_end(pid_t pid)
{
    char word;
    if (recv(LEASH, &word, 1, MSG_DONTWAIT) != 1)
        return; /* nobody asked, or it has to go at once */
    kill(pid, SIGTERM);
    wait_for_end(pid, &(struct timespec){.tv_sec = LL_KEEPER_GRACE});
}

/* The job from its start to the end of all of it. Returns an errno. */
static int keep(const struct ll_keeper *keeper, struct ll_keeper_news *news)
{
    /* Shared, because vfork is a mere fork under Valgrind and ThreadSanitizer. */
    int *failed = mmap(NULL, sizeof *failed, PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (failed == MAP_FAILED)
        return errno;
    sigaction(SIGCHLD, &(struct sigaction){.sa_handler = wake}, NULL);
    pid_t pid = start(keeper, failed);
    if (pid < 0)
        return errno;
    wait_for_end(pid, NULL);
    let_it_end(pid);

    /* Before it is waited for: until then nobody else can have its number. */
    kill(pid, SIGKILL);
    kill(-pid, SIGKILL);
    while (wait4(pid, &news->status, 0, &news->usage) < 0 && errno == EINTR)
        continue;
    end_orphans();
    return *failed;
}

void ll_keeper_live(const struct ll_keeper *keeper)
{
    struct ll_keeper_news news = {0};
    /* A session of its own: no terminal to write to, no Ctrl-C from it. */
    setsid();
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    news.failed = settle_descriptors(keeper);
    int leash = news.failed == 0 ? LEASH : keeper->leash;
    if (news.failed == 0)
        news.failed = keep(keeper, &news);
    send(leash, &news, sizeof news, MSG_NOSIGNAL);
    _exit(0);
}
