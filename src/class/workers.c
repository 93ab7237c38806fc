/* SPDX-License-Identifier: MIT */
#include "class/workers.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/path.h"
#include "jail/jail.h"

enum {
    JOBS_MOST = 256,
    TRIES = 2,
    TICK = 200,             /* ms */
    ANSWER_MOST = 64 << 20, /* bytes */
};

#define NONE SIZE_MAX

struct worker {
    pid_t pid; /* 0: there is none */
    int fd;
    size_t task;          /* that it does, an index of `tasks`; NONE */
    double deadline;      /* 0: none */
    char *folder;         /* owned */
    struct ll_buf answer; /* what came of it so far, after its length */
};

struct pool {
    const struct ll_workers *way;
    const size_t *tasks;
    size_t count;
    size_t next;   /* the first that no worker has had */
    size_t *again; /* indices to be tried once more */
    size_t again_count;
    unsigned char *tries;
    size_t left;  /* tasks for which done() was not called yet */
    char *folder; /* owned: of the workers' folders */
    struct worker *workers;
    size_t worker_count;
};

/* ---- in the worker ------------------------------------------------------------- */

static bool receive(int fd, void *to, size_t count)
{
    char *at = to;
    while (count > 0) {
        ssize_t got = recv(fd, at, count, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        count -= (size_t)got;
    }
    return true;
}

static bool send_all(int fd, const void *from, size_t count)
{
    const char *at = from;
    while (count > 0) {
        ssize_t put = send(fd, at, count, MSG_NOSIGNAL);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        at += put;
        count -= (size_t)put;
    }
    return true;
}

/* Prepare a new worker: it ends with its parent, and leaves signals from the terminal
 * to it. */
static void settle(const struct pool *pool, const struct worker *self, pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(0);
    signal(SIGINT, SIG_IGN);
    signal(SIGQUIT, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGTERM, SIG_DFL);
    for (size_t i = 0; i < pool->worker_count; i++)
        if (&pool->workers[i] != self && pool->workers[i].pid > 0)
            close(pool->workers[i].fd);
    /* When memory runs out, the kernel is to kill a worker, not the parent, which keeps
     * the results. */
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd >= 0) {
        (void)!write(fd, "500", 3);
        close(fd);
    }
    setenv("TMPDIR", self->folder, 1);
}

static _Noreturn void live(const struct pool *pool, int fd)
{
    uint64_t task;
    while (receive(fd, &task, sizeof task)) {
        struct ll_buf answer;
        ll_buf_init(&answer, ANSWER_MOST);
        pool->way->work((size_t)task, &answer, pool->way->data);
        uint64_t length = answer.full ? UINT64_MAX : answer.len;
        if (answer.full || !send_all(fd, &length, sizeof length) ||
            !send_all(fd, answer.data, answer.len))
            _exit(1);
        ll_buf_release(&answer);
    }
    _exit(0);
}

/* ---- starting and ending ------------------------------------------------------- */

static int start(struct pool *pool, struct worker *worker, struct ll_error *err)
{
    int ends[2];
    if (mkdir(worker->folder, 0711) != 0 && errno != EEXIST)
        return ll_fail(err, LL_FAULT_HARNESS, "cannot make folder '%s': %s",
                       worker->folder, strerror(errno));
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return ll_fail(err, LL_FAULT_HARNESS, "cannot make a socket: %s",
                       strerror(errno));
    /* None of our signal handlers may run in the child. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    fflush(NULL);
    pid_t parent = getpid(), pid = fork();
    if (pid == 0) {
        close(ends[0]);
        settle(pool, worker, parent);
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        live(pool, ends[1]);
    }
    int reason = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return ll_fail(err, LL_FAULT_HARNESS, "cannot start a process: %s",
                       strerror(reason));
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    worker->pid = pid;
    worker->fd = ends[0];
    worker->task = NONE;
    worker->deadline = 0;
    ll_buf_init(&worker->answer, ANSWER_MOST + sizeof(uint64_t));
    return 0;
}

/* Wait for a worker that has ended, or kill it first. Returns its wait status. */
static int end(struct worker *worker, bool kill_it)
{
    int status = 0;
    if (kill_it)
        kill(worker->pid, SIGKILL);
    close(worker->fd); /* it exits at the end of file */
    while (waitpid(worker->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    worker->pid = 0;
    ll_buf_release(&worker->answer);
    ll_path_remove_tree(worker->folder);
    return status;
}

/* ---- the tasks ----------------------------------------------------------------- */

static size_t take(struct pool *pool)
{
    if (pool->next < pool->count)
        return pool->next++;
    return pool->again_count > 0 ? pool->again[--pool->again_count] : NONE;
}

static bool has_more(const struct pool *pool)
{
    return pool->next < pool->count || pool->again_count > 0;
}

/* The worker of a task is gone: the task is tried once more, or given up. */
static int lose(struct pool *pool, size_t task, const char *why, struct ll_error *err)
{
    if (++pool->tries[task] < TRIES) {
        pool->again[pool->again_count++] = task;
        return 0;
    }
    pool->left--;
    return pool->way->done(pool->tasks[task], NULL, why, pool->way->data, err);
}

static int bury(struct pool *pool, struct worker *worker, bool hung,
                struct ll_error *err)
{
    char why[160];
    size_t task = worker->task;
    int status = end(worker, hung);
    if (task == NONE)
        return 0;
    if (hung)
        snprintf(why, sizeof why,
                 "the process that graded it had not finished after %g s and was "
                 "stopped, twice",
                 pool->way->most_seconds);
    else if (WIFSIGNALED(status))
        snprintf(why, sizeof why,
                 "the process that graded it was killed by SIG%s, twice",
                 sigabbrev_np(WTERMSIG(status)) != NULL ? sigabbrev_np(WTERMSIG(status))
                                                        : "?");
    else
        snprintf(why, sizeof why,
                 "the process that graded it ended with status %d, twice",
                 WEXITSTATUS(status));
    return lose(pool, task, why, err);
}

/* Give each worker without a task one, and start those that are missing. */
static int hand_out(struct pool *pool, struct ll_error *err)
{
    size_t alive = 0;
    struct ll_error reason = {0};
    for (size_t i = 0; i < pool->worker_count; i++) {
        struct worker *worker = &pool->workers[i];
        if (worker->pid == 0 && has_more(pool) && start(pool, worker, &reason) != 0)
            continue; /* the other workers go on */
        if (worker->pid == 0)
            continue;
        alive++;
        if (worker->task != NONE || (worker->task = take(pool)) == NONE)
            continue;
        uint64_t task = pool->tasks[worker->task];
        worker->deadline =
            pool->way->most_seconds > 0 ? ll_now() + pool->way->most_seconds : 0;
        (void)send_all(worker->fd, &task,
                       sizeof task); /* if it is dead, hear() sees it */
    }
    if (alive == 0 && pool->left > 0) {
        if (err != NULL)
            *err = reason;
        return -1;
    }
    return 0;
}

/* Read what has come from a worker; call done() once its answer is whole. */
static int hear(struct pool *pool, struct worker *worker, struct ll_error *err)
{
    char chunk[65536];
    uint64_t length = 0;
    for (;;) {
        ssize_t got = recv(worker->fd, chunk, sizeof chunk, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && errno == EAGAIN)
            return 0;
        if (got <= 0 || !ll_buf_add(&worker->answer, chunk, (size_t)got))
            return bury(pool, worker, false, err);
        if (worker->answer.len < sizeof length)
            continue;
        memcpy(&length, worker->answer.data, sizeof length);
        if (worker->answer.len - sizeof length >= length)
            break;
    }
    size_t task = worker->task;
    if (ll_jail_is_cancelled()) /* its answer is about an interrupted run */
        return 0;
    int result = pool->way->done(pool->tasks[task], worker->answer.data + sizeof length,
                                 NULL, pool->way->data, err);
    pool->left--;
    worker->task = NONE;
    worker->deadline = 0;
    ll_buf_clear(&worker->answer);
    return result;
}

/* Wait until a worker has sent something, or for one tick. */
static int listen_once(struct pool *pool, struct ll_error *err)
{
    struct pollfd fds[JOBS_MOST];
    for (size_t i = 0; i < pool->worker_count; i++)
        fds[i] = (struct pollfd){
            .fd = pool->workers[i].pid > 0 ? pool->workers[i].fd : -1,
            .events = POLLIN,
        };
    if (poll(fds, (nfds_t)pool->worker_count, TICK) < 0)
        return 0;
    for (size_t i = 0; i < pool->worker_count; i++) {
        struct worker *worker = &pool->workers[i];
        if (fds[i].revents != 0 && hear(pool, worker, err) != 0)
            return -1;
        if (worker->pid > 0 && worker->deadline > 0 && ll_now() > worker->deadline &&
            bury(pool, worker, true, err) != 0)
            return -1;
    }
    return 0;
}

static int go_on(struct pool *pool, struct ll_error *err)
{
    while (pool->left > 0) {
        if (ll_jail_is_cancelled())
            return ll_fail(err, LL_FAULT_HARNESS, "interrupted");
        if (hand_out(pool, err) != 0 || listen_once(pool, err) != 0)
            return -1;
        if (pool->way->tick != NULL)
            pool->way->tick(pool->way->data);
    }
    return 0;
}

/* ---- the pool ------------------------------------------------------------------ */

static size_t count_workers(unsigned jobs, size_t tasks)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t count = jobs > 0 ? jobs : processors > 0 ? (size_t)processors : 1;
    count = count < tasks ? count : tasks;
    return count < JOBS_MOST ? count : JOBS_MOST;
}

static int open_pool(struct pool *pool, struct ll_error *err)
{
    pool->again = calloc(pool->count, sizeof *pool->again);
    pool->tries = calloc(pool->count, sizeof *pool->tries);
    pool->workers = calloc(pool->worker_count, sizeof *pool->workers);
    if (pool->again == NULL || pool->tries == NULL || pool->workers == NULL)
        return ll_fail_memory(err);
    pool->folder = ll_path_temp_dir(err);
    if (pool->folder == NULL)
        return -1;
    /* Programs under test may run as another user, below it. */
    (void)chmod(pool->folder, 0711);
    for (size_t i = 0; i < pool->worker_count; i++)
        if (asprintf(&pool->workers[i].folder, "%s/%zu", pool->folder, i) < 0) {
            pool->workers[i].folder = NULL;
            return ll_fail_memory(err);
        }
    return 0;
}

static void close_pool(struct pool *pool)
{
    for (size_t i = 0; pool->workers != NULL && i < pool->worker_count; i++) {
        if (pool->workers[i].pid > 0)
            end(&pool->workers[i], pool->workers[i].task != NONE);
        free(pool->workers[i].folder);
    }
    if (pool->folder != NULL)
        ll_path_remove_tree(pool->folder);
    free(pool->folder);
    free(pool->workers);
    free(pool->tries);
    free(pool->again);
}

int ll_workers_run(const struct ll_workers *workers, const size_t *tasks, size_t count,
                   struct ll_error *err)
{
    struct pool pool = {
        .way = workers,
        .tasks = tasks,
        .count = count,
        .left = count,
        .worker_count = count_workers(workers->jobs, count),
    };
    if (count == 0)
        return 0;
    int result = open_pool(&pool, err);
    if (result == 0)
        result = go_on(&pool, err);
    close_pool(&pool);
    return result;
}
