/* SPDX-License-Identifier: MIT
 *
 * leaklab's side of a job: it starts a keeper (see keeper.h), collects what the
 * command prints, and closes the leash when a limit is reached. */
#include "jail/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "jail/keeper.h"

const struct ll_limits ll_limits_default = {
    .wall_seconds = 10,
    .cpu_seconds = 10,
    .output_bytes = (size_t)1 << 20,
    .file_bytes = (size_t)64 << 20,
};

const struct ll_limits ll_limits_isolated = {
    .wall_seconds = 10,
    .cpu_seconds = 10,
    .output_bytes = (size_t)1 << 20,
    .file_bytes = (size_t)64 << 20,
    .memory_bytes = (size_t)512 << 20,
    .disk_bytes = (size_t)128 << 20,
    .processes = 64,
};

/* How long a keeper may take to end its job before we end the keeper. */
static const double patience = 5;

/* ---- cancelling ----------------------------------------------------------- */

static atomic_bool cancelled;
static atomic_int cancel_fd = -1; /* readable once cancelled, for all jobs */

static void ring(void)
{
    int fd = cancel_fd;
    if (fd >= 0)
        (void)!write(fd, &(uint64_t){1}, sizeof(uint64_t));
}

static void make_cancel_fd(void)
{
    cancel_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (cancelled)
        ring();
}

void ll_jail_cancel(void)
{
    int saved = errno;
    cancelled = true;
    ring();
    errno = saved;
}

bool ll_jail_is_cancelled(void)
{
    return cancelled;
}

/* ---- a running job -------------------------------------------------------- */

enum { NEWS, OUT, ERR, LINES, CANCEL = LINES + LL_JAIL_LINES, STOP, FD_COUNT };

struct run {
    const struct ll_job *job;
    char **env; /* owned array of borrowed strings */
    int in;     /* the command's ends, ours until it has them; -1: none */
    int out;
    int err;
    int lines[LL_JAIL_LINES];
    int leash; /* the keeper's end */
    struct ll_cell cell;
    struct pollfd fds[FD_COUNT]; /* our ends */
    size_t room[FD_COUNT];       /* how much more may come */
    pid_t keeper;
    double deadline; /* 0: none */
    bool let_go;
    enum ll_end how; /* once let go */
    bool told;
    struct ll_keeper_news news;
};

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* Whether `entry` ("NAME=value" or "NAME") and `other` name the same variable. */
static bool same_name(const char *entry, const char *other)
{
    size_t length = strcspn(entry, "=");
    return strncmp(entry, other, length) == 0 && strchr("=", other[length]) != NULL;
}

/* Whether one of `entries` names the variable of `var`. */
static bool has_name(const char *const *entries, const char *var)
{
    for (; *entries != NULL; entries++)
        if (same_name(*entries, var))
            return true;
    return false;
}

/* Our environment with the job's changes. Returns a new array of borrowed strings. */
static char **make_env(const char *const *ours)
{
    static const char *const none[] = {NULL};
    if (ours == NULL)
        ours = none;
    size_t count = 1;
    for (char **var = environ; *var != NULL; var++)
        count++;
    for (const char *const *entry = ours; *entry != NULL; entry++)
        count++;
    char **env = calloc(count, sizeof *env);
    if (env == NULL)
        return NULL;

    size_t used = 0;
    for (char **var = environ; *var != NULL; var++)
        if (!has_name(ours, *var))
            env[used++] = *var;
    for (; *ours != NULL; ours++)
        if (strchr(*ours, '=') != NULL && !has_name(ours + 1, *ours))
            env[used++] = (char *)*ours;
    return env;
}

/* A pipe for what the command prints, or /dev/null when it is thrown away. */
static int open_output(const struct ll_buf *wanted, int *theirs, int *ours)
{
    if (wanted == NULL)
        return (*theirs = open("/dev/null", O_WRONLY | O_CLOEXEC)) < 0 ? -1 : 0;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    *ours = ends[0];
    *theirs = ends[1];
    return fcntl(*ours, F_SETFL, O_NONBLOCK);
}

static int open_input(struct run *run, struct ll_error *error)
{
    const char *path = run->job->stdin_path;
    if (path == NULL)
        path = "/dev/null";
    /* Opening a FIFO must not wait for its writer. */
    run->in = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (run->in < 0 || fcntl(run->in, F_SETFL, 0) != 0)
        return ll_fail(error, LL_FAULT_INPUT, "cannot open '%s': %s", path,
                       strerror(errno));
    return 0;
}

/* A socket that already holds what the command can read there. */
static int open_line(const struct ll_line *line, int *theirs, int *ours)
{
    int ends[2];
    if (line->theirs > 0)
        return (*theirs = fcntl(line->theirs, F_DUPFD_CLOEXEC, 0)) < 0 ? -1 : 0;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return -1;
    *ours = ends[0];
    *theirs = ends[1];
    if (line->say_bytes > 0 &&
        send(*ours, line->say, line->say_bytes, MSG_NOSIGNAL | MSG_DONTWAIT) !=
            (ssize_t)line->say_bytes)
        return -1;
    shutdown(*ours, SHUT_WR);
    return fcntl(*ours, F_SETFL, O_NONBLOCK);
}

static int open_all(struct run *run, struct ll_error *error)
{
    const struct ll_job *job = run->job;
    if (open_input(run, error) != 0)
        return -1;
    if ((run->env = make_env(job->env)) == NULL)
        return ll_fail_memory(error);

    int leash[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, leash) != 0)
        goto failed;
    run->fds[NEWS].fd = leash[0];
    run->leash = leash[1];
    if (open_output(job->out, &run->out, &run->fds[OUT].fd) != 0)
        goto failed;
    if (job->out != NULL && job->err == job->out) {
        run->err = fcntl(run->out, F_DUPFD_CLOEXEC, 0);
        if (run->err < 0)
            goto failed;
    } else if (open_output(job->err, &run->err, &run->fds[ERR].fd) != 0) {
        goto failed;
    }
    for (size_t i = 0; i < job->line_count && i < LL_JAIL_LINES; i++)
        if (open_line(&job->lines[i], &run->lines[i], &run->fds[LINES + i].fd) != 0)
            goto failed;
    return 0;

failed:
    return ll_fail(error, LL_FAULT_HARNESS, "cannot make a pipe: %s", strerror(errno));
}

static void close_theirs(struct run *run)
{
    close_fd(&run->in);
    close_fd(&run->out);
    close_fd(&run->err);
    close_fd(&run->leash);
    for (int i = 0; i < LL_JAIL_LINES; i++)
        close_fd(&run->lines[i]);
}

static int start_keeper(struct run *run, struct ll_error *error)
{
    struct ll_keeper keeper = {.job = run->job,
                               .env = run->env,
                               .in = run->in,
                               .out = run->out,
                               .err = run->err,
                               .leash = run->leash,
                               .cell = &run->cell};
    memcpy(keeper.lines, run->lines, sizeof keeper.lines);
    /* No handler of ours may run in the child. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    run->keeper = ll_spaces_fork(run->cell.layers);
    if (run->keeper == 0)
        ll_keeper_live(&keeper);
    int reason = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (run->keeper < 0)
        return ll_fail(error, LL_FAULT_HARNESS, "cannot start a process: %s",
                       strerror(reason));
    close_theirs(run);
    return 0;
}

/* Have the keeper end the job because of `how`. Its news will follow. */
static void let_go(struct run *run, enum ll_end how)
{
    if (run->let_go)
        return;
    run->let_go = true;
    run->how = how;
    run->deadline = ll_now() + patience;
    run->fds[CANCEL].fd = run->fds[STOP].fd = -1;
    if (how == LL_END_TIMEOUT)
        (void)send(run->fds[NEWS].fd, "t", 1, MSG_NOSIGNAL);
    else
        shutdown(run->fds[NEWS].fd, SHUT_WR);
}

/* Read a pipe until it is empty. */
static void collect(struct run *run, int which, struct ll_buf *to)
{
    int *from = &run->fds[which].fd;
    while (*from >= 0) {
        char chunk[16384];
        ssize_t got = read(*from, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && errno == EAGAIN)
            return;
        if (got <= 0) {
            close_fd(from);
            return;
        }
        size_t count = (size_t)got;
        bool flood = count > run->room[which];
        if (flood)
            count = run->room[which];
        run->room[which] -= count;
        if (!ll_buf_add(to, chunk, count) || flood) {
            /* It stays open: closing it would cause a SIGPIPE. */
            let_go(run, LL_END_OUTPUT);
            run->fds[which].events = 0;
            return;
        }
    }
}

static void collect_all(struct run *run)
{
    collect(run, OUT, run->job->out);
    collect(run, ERR, run->job->err);
    for (int i = 0; i < (int)run->job->line_count && i < LL_JAIL_LINES; i++)
        collect(run, LINES + i, run->job->lines[i].to);
}

/* Wait for something to happen. False when the deadline has passed. */
static bool wait_for_news(struct run *run)
{
    struct timespec rest;
    struct timespec *timeout = NULL;
    if (run->deadline > 0) {
        double left = run->deadline - ll_now();
        if (left <= 0)
            return false;
        rest.tv_sec = (time_t)left;
        rest.tv_nsec = (long)((left - (double)rest.tv_sec) * 1e9);
        timeout = &rest;
    }
    if (ppoll(run->fds, FD_COUNT, timeout, NULL) <= 0)
        for (int i = 0; i < FD_COUNT; i++)
            run->fds[i].revents = 0;
    return true;
}

/* Wait until the keeper has sent its news or has ended. */
static void watch(struct run *run)
{
    for (;;) {
        if (!wait_for_news(run)) {
            if (run->let_go) { /* it has had its time */
                kill(run->keeper, SIGKILL);
                return;
            }
            let_go(run, LL_END_TIMEOUT);
            continue;
        }
        if (run->fds[NEWS].revents != 0) {
            run->told = recv(run->fds[NEWS].fd, &run->news, sizeof run->news, 0) ==
                        (ssize_t)sizeof run->news;
            return;
        }
        if (run->fds[CANCEL].revents != 0 || run->fds[STOP].revents != 0)
            let_go(run, LL_END_CANCELLED);
        collect_all(run);
    }
}

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static void tell_end(const struct run *run, struct ll_ended *ended)
{
    const struct ll_keeper_news *news = &run->news;
    ended->cpu_seconds = seconds(news->usage.ru_utime) + seconds(news->usage.ru_stime);
    ended->queued_seconds = news->queued_seconds;
    ended->peak_kib = news->usage.ru_maxrss;
    ended->layers = run->cell.layers;
    if (news->failed != 0) {
        ended->how = LL_END_NOT_STARTED;
        ended->status = news->failed;
    } else if (run->let_go) {
        ended->how = run->how;
    } else if (news->stopped != LL_END_EXITED) {
        ended->how = news->stopped;
    } else if (!run->told) { /* the command killed its keeper, and so ended itself */
        ended->how = LL_END_SIGNALLED;
        ended->signal = SIGKILL;
    } else if (WIFEXITED(news->status)) {
        ended->how = LL_END_EXITED;
        ended->status = WEXITSTATUS(news->status);
    } else {
        double most = run->job->limits.cpu_seconds;
        ended->signal = WTERMSIG(news->status);
        /* The kernel counts ticks for the limit, but reports the time it measured,
         * which can be less on a busy machine. */
        bool spent = ended->signal == SIGKILL && ended->cpu_seconds > most / 2;
        ended->how = most > 0 && spent ? LL_END_CPU : LL_END_SIGNALLED;
    }
}

/* A layer could not be applied: nothing was run. */
static int cannot_isolate(const struct run *run, struct ll_error *error)
{
    return ll_fail(error, LL_FAULT_HARNESS, "cannot isolate '%s' by '%s': %s",
                   run->job->argv[0], ll_layer_name((enum ll_layer)run->news.layer),
                   strerror(run->news.failed));
}

static void init(struct run *run, const struct ll_job *job, double start)
{
    *run = (struct run){.job = job,
                        .in = -1,
                        .out = -1,
                        .err = -1,
                        .leash = -1,
                        .cell = LL_CELL_INIT,
                        .news.layer = -1};
    for (int i = 0; i < LL_JAIL_LINES; i++)
        run->lines[i] = -1;
    for (int i = 0; i < FD_COUNT; i++) {
        run->fds[i] = (struct pollfd){.fd = -1, .events = POLLIN};
        run->room[i] =
            job->limits.output_bytes > 0 ? job->limits.output_bytes : SIZE_MAX;
    }
    run->fds[CANCEL].fd = cancel_fd;
    if (job->stop > 0)
        run->fds[STOP].fd = job->stop;
    if (job->limits.wall_seconds > 0)
        run->deadline = start + job->limits.wall_seconds;
}

int ll_jail_run(const struct ll_job *job, struct ll_ended *ended,
                struct ll_error *error)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_cancel_fd);

    struct run run;
    double start = ll_now();
    init(&run, job, start);
    *ended = (struct ll_ended){0};

    int result = ll_cell_open(job, &run.cell, &run.news.failed, error);
    if (result == 0)
        result = open_all(&run, error);
    if (result == 0 && run.news.failed != 0) {
        tell_end(&run, ended);
    } else if (result == 0 && (result = start_keeper(&run, error)) == 0) {
        watch(&run);
        while (waitpid(run.keeper, NULL, 0) < 0 && errno == EINTR)
            continue;
        collect_all(&run);
        tell_end(&run, ended);
        ended->wall_seconds = ll_now() - start;
        if (run.news.layer >= 0)
            result = cannot_isolate(&run, error);
    }
    close_theirs(&run);
    for (int i = NEWS; i < CANCEL; i++)
        close_fd(&run.fds[i].fd);
    ll_cell_close(&run.cell);
    free(run.env);
    return result;
}
