/* SPDX-License-Identifier: MIT */
#include "jail/keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* How often use is measured. A program can fill about 50 MB in that time. */
enum { WATCH_MS = 15 };

/* The numbers of descriptors: 0 to 5 are the command's, then come the keeper's. */
enum { LEASH = LL_JAIL_LINE + LL_JAIL_LINES, USER_LOCK, DESCRIPTORS };

/* Move our descriptors to these numbers and close all others: leaklab's, and the pipes
 * of other jobs, whose readers would otherwise wait for us. */
static int settle_descriptors(const struct ll_keeper *keeper)
{
    int fds[DESCRIPTORS] = {keeper->in, keeper->out, keeper->err};
    for (int i = 0; i < LL_JAIL_LINES; i++)
        fds[LL_JAIL_LINE + i] = keeper->lines[i];
    fds[LEASH] = keeper->leash;
    fds[USER_LOCK] = keeper->cell->user_lock;
    for (int i = 0; i < DESCRIPTORS; i++) /* first to numbers that are not in use */
        if (fds[i] >= 0 && (fds[i] = fcntl(fds[i], F_DUPFD, DESCRIPTORS)) < 0)
            return errno;
    for (int i = 0; i < DESCRIPTORS; i++)
        if (fds[i] < 0)
            close(i);
        else if (dup2(fds[i], i) < 0)
            return errno;
    close_range(DESCRIPTORS, ~0U, 0);
    return 0;
}

/* The soft and the hard limit are equal, so that the command gets no signal that it
 * could handle. */
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

static void set_isolated_limits(const struct ll_job *job, const struct ll_cell *cell)
{
    limit(RLIMIT_NOFILE, 256);
    limit(RLIMIT_MSGQUEUE, 0);
    limit(RLIMIT_MEMLOCK, 1 << 16);
    if (cell->user != 0 && job->limits.processes > 0)
        limit(RLIMIT_NPROC, job->limits.processes);
}

/* Shared by a command and its keeper while the command starts: what failed. */
struct trouble {
    int failed;
    int layer;
};

/* The last steps before the exec. Returns an errno. */
static int become(const struct ll_keeper *keeper, struct trouble *trouble)
{
    const struct ll_job *job = keeper->job;
    const struct ll_cell *cell = keeper->cell;
    if (setpgid(0, 0) != 0)
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
    if (job->fixed_addresses) /* some containers do not allow it */
        (void)personality(ADDR_NO_RANDOMIZE);
    if (cell->wanted != NULL) {
        set_isolated_limits(job, cell);
        int failed = ll_layers_apply(cell, &trouble->layer);
        if (failed != 0)
            return failed;
    } else if (cell->hidden != NULL) {
        ll_landlock_hide(cell);
    }
    /* The command dies with its keeper. A change of user clears this setting. */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
        return errno;
    if (cell->wanted != NULL)
        syscall(SYS_execve, cell->program, job->argv, keeper->env, 0, 0,
                cell->exec_word);
    else
        execvpe(job->argv[0], (char *const *)job->argv, keeper->env);
    return errno;
}

/* Start the command. What failed is known at the latest when it has ended. */
static pid_t start(const struct ll_keeper *keeper, struct trouble *trouble)
{
    pid_t pid = vfork();
    if (pid == 0) {
        trouble->failed = become(keeper, trouble);
        _exit(127);
    }
    return pid;
}

/* Kill our children, which the kernel lists as "12 15 88 ". Returns how many. */
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

/* End what is left. The children of a child that dies become ours, so repeat until
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
    (void)signal; /* its arrival ends a ppoll() */
}

/* Wait until the command has ended, leaklab has used the leash, or `most` has passed
 * (NULL: no limit). SIGCHLD is blocked except while waiting, so none is missed. True
 * when `most` has passed.
 */
static bool wait_for_end(pid_t pid, const struct timespec *most)
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
    return ready == 0;
}

/* Whether the command has used that much processor time: the kernel's own limit has
 * whole seconds. */
static bool has_used(pid_t pid, double seconds)
{
    clockid_t clock;
    struct timespec used;
    return seconds > 0 && clock_getcpuclockid(pid, &clock) == 0 &&
           clock_gettime(clock, &used) == 0 &&
           (double)used.tv_sec + 1e-9 * (double)used.tv_nsec >= seconds;
}

/* The same without a limit of time, until the job has used too much. */
static enum ll_end wait_and_watch(const struct ll_keeper *keeper, pid_t pid)
{
    const struct ll_limits *limits = &keeper->job->limits;
    if (!(keeper->cell->layers & LL_LAYER(MEMORY)) ||
        (limits->memory_bytes == 0 && limits->disk_bytes == 0)) {
        wait_for_end(pid, NULL);
        return LL_END_EXITED;
    }
    while (wait_for_end(pid, &(struct timespec){.tv_nsec = WATCH_MS * 1000000})) {
        struct ll_use use;
        ll_watch(keeper->cell, &use);
        if (limits->memory_bytes > 0 && use.memory_bytes > limits->memory_bytes)
            return LL_END_MEMORY;
        if (limits->disk_bytes > 0 && use.disk_bytes > limits->disk_bytes)
            return LL_END_DISK;
        if (has_used(pid, limits->cpu_seconds))
            return LL_END_CPU;
    }
    return LL_END_EXITED;
}

/* End the command with SIGTERM first, so that a tool can write its report. */
static void let_it_end(pid_t pid)
{
    char word;
    if (recv(LEASH, &word, 1, MSG_DONTWAIT) != 1)
        return; /* no byte was sent, or it must end at once */
    kill(pid, SIGTERM);
    wait_for_end(pid, &(struct timespec){.tv_sec = LL_KEEPER_GRACE});
}

/* Kill all processes that one system call can reach. */
static void kill_all(const struct ll_keeper *keeper)
{
    const struct ll_cell *cell = keeper->cell;
    if (cell->layers & LL_LAYER(USER))
        ll_user_kill(cell);
    /* For the first process of a namespace, -1 means all others in it. */
    if (cell->layers & LL_LAYER(NAMESPACES) && getpid() == 1)
        kill(-1, SIGKILL);
}

/* How long the command's first thread could have run, and did not. Once the command is
 * waited for, nobody can tell. */
static double read_queued(pid_t pid)
{
    char path[32], text[96] = "";
    unsigned long long nanoseconds = 0;
    snprintf(path, sizeof path, "/proc/%d/schedstat", (int)pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    if (read(fd, text, sizeof text - 1) > 0 && strchr(text, ' ') != NULL)
        nanoseconds = strtoull(strchr(text, ' '), NULL, 10);
    close(fd);
    return 1e-9 * (double)nanoseconds;
}

static double seconds_of(const struct timeval *time)
{
    return (double)time->tv_sec + 1e-6 * (double)time->tv_usec;
}

/* Take off what the job's own processes used: they may have been what ran instead. All
 * have been waited for. */
static double take_off_own(double queued)
{
    struct rusage own;
    getrusage(RUSAGE_CHILDREN, &own);
    double others = queued - seconds_of(&own.ru_utime) - seconds_of(&own.ru_stime);
    return others > 0 ? others : 0;
}

/* Run the job until all its processes have ended. Returns an errno. */
static int keep(const struct ll_keeper *keeper, struct ll_keeper_news *news)
{
    /* Shared, because Valgrind and ThreadSanitizer turn vfork into fork. */
    struct trouble *trouble = mmap(NULL, sizeof *trouble, PROT_READ | PROT_WRITE,
                                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (trouble == MAP_FAILED)
        return errno;
    trouble->layer = -1;
    sigaction(SIGCHLD, &(struct sigaction){.sa_handler = wake}, NULL);
    pid_t pid = start(keeper, trouble);
    if (pid < 0)
        return errno;
    news->stopped = wait_and_watch(keeper, pid);
    let_it_end(pid);

    /* Before waitpid(): until then no other process can get this number. */
    kill(pid, SIGKILL);
    kill(-pid, SIGKILL);
    kill_all(keeper);
    double queued = read_queued(pid);
    while (wait4(pid, &news->status, 0, &news->usage) < 0 && errno == EINTR)
        continue;
    end_orphans();
    news->queued_seconds = take_off_own(queued);
    news->layer = trouble->layer;
    return trouble->failed;
}

/* The same, while the grading user owns the writable folders. */
static int keep_with_loans(const struct ll_keeper *keeper, struct ll_keeper_news *news)
{
    struct ll_loan loans[LL_LOANS_MAX];
    int count = 0;
    int failed = 0;
    const struct ll_cell *cell = keeper->cell;
    if (cell->layers & LL_LAYER(USER) && cell->wanted->writable != NULL)
        for (const char *const *path = cell->wanted->writable;
             *path != NULL && failed == 0; path++) {
            failed = count == LL_LOANS_MAX ? E2BIG
                                           : ll_user_lend(cell, *path, &loans[count]);
            count += failed == 0;
        }
    if (failed == 0)
        failed = keep(keeper, news);
    else
        news->layer = LL_LAYER_USER;
    while (count > 0)
        ll_user_take_back(&loans[--count]);
    return failed;
}

void ll_keeper_live(const struct ll_keeper *keeper)
{
    struct ll_keeper_news news = {.layer = -1};
    /* A session of its own has no terminal: it cannot write there, and Ctrl-C does not
     * reach it. */
    setsid();
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    news.failed = settle_descriptors(keeper);
    int leash = news.failed == 0 ? LEASH : keeper->leash;
    if (news.failed == 0 && (news.failed = ll_spaces_settle(keeper->cell)) != 0)
        news.layer = LL_LAYER_NAMESPACES;
    if (news.failed == 0)
        news.failed = keep_with_loans(keeper, &news);
    send(leash, &news, sizeof news, MSG_NOSIGNAL);
    _exit(0);
}
