/* SPDX-License-Identifier: MIT */
#include "grade/fork_server.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/path.h"
#include "base/text.h"
#include "grade/lesson_copy.h"
#include "grade/snapshot.h"
#include "grade/tool_job.h"
#include "runtime/host.h"
#include "runtime/observe.h"
#include "session/job.h"

/* What the children use of the job's limits counts as the host's: after so many runs
 * another host is started. */
enum { RUNS_MAX = 100 };

enum { TEXT_MAX = 16 << 20, PROGRAM_MAX = 64 << 20, START_SECONDS = 30 };
#define GRACE_SECONDS 5.0

/* The descriptors of a run: the first three are the host's, for all its runs. */
enum { CONTROL, REPORT, LOG, LINE, OUT, EARS };

struct ll_fork_server {
    const struct ll_harness *harness;
    const struct ll_tool *tool;
    struct ll_limits limits;
    bool sweeps;
    char *folder;   /* owned */
    char *place;    /* owned: where programs that are swept run; NULL */
    int ears[LINE]; /* our ends of what the host has; -1 */
    int theirs[LINE];
    int stop[2];
    bool started;           /* the thread */
    bool useless;           /* it did not start, or has ended */
    struct ll_buf preamble; /* of the report */
    struct sock_fprog filter;
    unsigned long runs;
    uint32_t pid;         /* of the host, as it sees it */
    int log;              /* of sweeps: the tool's log; -1 */
    struct ll_buf logged; /* what was in it after the last run */
    pthread_t thread;
};

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* ---- the host ------------------------------------------------------------------ */

static void run_host(struct ll_fork_server *server, const struct ll_tool_job *job)
{
    struct ll_ended ended;
    const struct ll_line lines[LINE] = {{.theirs = server->theirs[CONTROL]},
                                        {.theirs = server->theirs[REPORT]},
                                        {.theirs = server->theirs[LOG]}};
    struct ll_isolate isolated = ll_tool_job_isolate(job);
    isolated.limits = server->limits;
    isolated.limits.wall_seconds = 0;
    isolated.limits.output_bytes = 0;
    isolated.limits.address_bytes = 0;
    isolated.may_fork = true;
    isolated.allow_weak = server->harness->allow_weak;
    isolated.lines = lines;
    isolated.line_count = LINE;
    if (server->sweeps) {
        isolated.is_build = true; /* as a program that is swept alone */
        isolated.folder = server->place;
        isolated.line_count = CONTROL + 1;
    }
    isolated.stop = server->stop[0];
    (void)!ll_isolate_run(&isolated, &ended, NULL);
}

/* The environment of a program that is swept alone. */
static int add_env(struct ll_tool_job *job)
{
    struct ll_subject nobody = {0};
    struct ll_strings env = LL_STRINGS_INIT;
    ll_strings_add(&env, "LC_ALL");
    int result = ll_build_env(&nobody, job->out, &env, NULL);
    ll_strings_add_all(&env, ll_strings_argv(&job->env));
    ll_strings_release(&job->env);
    job->env = env;
    return result == 0 ? ll_strings_ok(&env, NULL) : -1;
}

/* The thread in which the host runs, to its end. */
static void *keep(void *data)
{
    struct ll_fork_server *server = data;
    struct ll_tool_job job;
    if (ll_tool_job_make(server->harness, server->folder, "host", server->tool,
                         server->sweeps ? LL_JOB_HOST_OF_SWEEPS : LL_JOB_HOST, &job,
                         NULL) == 0 &&
        (!server->sweeps || add_env(&job) == 0))
        run_host(server, &job);
    for (int i = 0; i < LINE; i++) /* so that hear() returns: the host has ended */
        close_fd(&server->theirs[i]);
    ll_tool_job_release(&job);
    return NULL;
}

enum heard { MORE_TO_COME, CLOSED, TOO_MUCH };

/* Append what a descriptor has to a buffer. */
static enum heard collect(int fd, struct ll_buf *to)
{
    char chunk[16384];
    for (;;) {
        ssize_t got = recv(fd, chunk, sizeof chunk, MSG_DONTWAIT);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0 ? CLOSED : MORE_TO_COME;
        if (!ll_buf_add(to, chunk, (size_t)got))
            return TOO_MUCH; /* or memory ran out */
    }
}

/* Wait for one of them, a second at most. False: no time is left. */
static bool wait_for(struct pollfd fds[EARS], double deadline)
{
    int left = (int)((deadline - ll_now()) * 1000);
    if (left <= 0 || ll_jail_is_cancelled())
        return false;
    return poll(fds, EARS, left < 1000 ? left : 1000) >= 0 || errno == EINTR;
}

/* Take the host's news, if there are any. */
static enum heard take_news(const struct ll_fork_server *server,
                            struct ll_host_news *news, bool *came)
{
    ssize_t got = recv(server->ears[CONTROL], news, sizeof *news, MSG_DONTWAIT);
    *came = got == (ssize_t)sizeof *news;
    if (*came)
        return news->magic == LL_HOST_MAGIC ? MORE_TO_COME : CLOSED;
    return got < 0 && (errno == EAGAIN || errno == EINTR) ? MORE_TO_COME : CLOSED;
}

/* Take what the other descriptors have. False: the server is of no use any more. */
static bool collect_all(struct pollfd fds[EARS], struct ll_buf *to[EARS])
{
    for (int i = REPORT; i < EARS; i++) {
        enum heard heard = fds[i].fd < 0 ? MORE_TO_COME : collect(fds[i].fd, to[i]);
        /* Report and log are the host's: a program that can close them can spoil them.
         */
        if (heard == TOO_MUCH || (heard == CLOSED && i < LINE))
            return false;
        if (heard == CLOSED)
            fds[i].fd = -1;
    }
    return true;
}

/* Listen until the host has news. False: the server is of no use any more. */
static bool hear(struct ll_fork_server *server, const int extra[2],
                 struct ll_buf *to[EARS], double seconds, struct ll_host_news *news)
{
    double deadline = ll_now() + seconds;
    struct pollfd fds[EARS];
    bool came = false;
    for (int i = 0; i < EARS; i++)
        fds[i] = (struct pollfd){.fd = i < LINE ? server->ears[i] : extra[i - LINE],
                                 .events = POLLIN};
    while (!came) {
        if (!wait_for(fds, deadline))
            return false;
        /* The news first: what was sent before them is there by then. */
        enum heard heard = take_news(server, news, &came);
        if (heard == CLOSED || !collect_all(fds, to))
            return false;
    }
    return true;
}

static bool open_sockets(struct ll_fork_server *server)
{
    int ends[2];
    for (int i = 0; i < LINE; i++) {
        int type = i == CONTROL ? SOCK_SEQPACKET : SOCK_STREAM;
        if (socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends) != 0)
            return false;
        server->ears[i] = ends[0];
        server->theirs[i] = ends[1];
    }
    return pipe2(server->stop, O_CLOEXEC) == 0;
}

/* Write the host's program to its folder, and a copy of the lesson. */
static bool put_host(struct ll_fork_server *server)
{
    struct ll_buf bytes = LL_BUF_INIT;
    const char *host =
        server->sweeps ? server->harness->swept_host : server->harness->host;
    bool put = host != NULL && ll_file_read(host, TEXT_MAX, &bytes, NULL) == 0 &&
               ll_isolate_put(server->folder, "in/host", ll_buf_text(&bytes), bytes.len,
                              0755, NULL) == 0;
    ll_buf_release(&bytes);
    if (!put || !server->sweeps)
        return put;
    struct ll_buf place = LL_BUF_INIT;
    ll_buf_addf(&place, "%s/in/%s", server->folder,
                ll_path_base(server->harness->lesson->folder));
    server->place = ll_buf_take(&place);
    return server->place != NULL &&
           ll_lesson_copy_folder(server->harness->lesson, server->place, NULL) == 0;
}

/* Empty the folder that the programs may write, for the next one. False: something is
 * left in it. */
static bool clear_scratch(const struct ll_fork_server *server)
{
    char *out = ll_path_join(server->folder, "out");
    bool empty = out != NULL && chmod(out, 0700) == 0;
    DIR *entries = empty ? opendir(out) : NULL;
    empty = entries != NULL;
    for (struct dirent *entry; empty && (entry = readdir(entries)) != NULL;) {
        char *path = ll_path_join(out, entry->d_name);
        bool known =
            strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
        if (path != NULL && !known)
            ll_path_remove_tree(path);
        empty = path != NULL && (known || !ll_path_exists(path));
        free(path);
    }
    if (entries != NULL)
        closedir(entries);
    free(out);
    return empty;
}

/* Open the tool's log, which all processes share, while nobody but the host has written
 * to it. Then it has no name any more. */
static bool open_log(struct ll_fork_server *server)
{
    struct ll_buf path = LL_BUF_INIT;
    ll_buf_addf(&path, "%s/out/%s.log", server->folder, server->tool->name);
    if (!path.full)
        server->log = open(ll_buf_text(&path), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    ll_buf_release(&path);
    return server->log >= 0 && clear_scratch(server);
}

/* Start the host, and wait until it waits for orders. */
static bool launch(struct ll_fork_server *server)
{
    struct ll_buf log = LL_BUF_INIT;
    struct ll_buf *to[EARS] = {NULL, &server->preamble, &log, NULL, NULL};
    struct ll_host_news news;
    int nobody[] = {-1, -1};
    server->folder = ll_isolate_folder(NULL);
    bool ready = server->folder != NULL && open_sockets(server) && put_host(server) &&
                 ll_layer_missing(LL_LAYER_SECCOMP) == NULL;
    ready = ready && pthread_create(&server->thread, NULL, keep, server) == 0;
    server->started = ready;
    ready =
        ready && hear(server, nobody, to, START_SECONDS, &news) &&
        ll_seccomp_for_child((pid_t)news.pid, server->sweeps, &server->filter) == 0 &&
        server->filter.len <= LL_HOST_FILTER_MAX;
    server->pid = ready ? news.pid : 0;
    ready = ready && (!server->sweeps || open_log(server));
    ll_buf_release(&log);
    return ready;
}

static struct ll_fork_server *start(const struct ll_harness *harness,
                                    const struct ll_tool *tool, bool sweeps,
                                    const struct ll_limits *limits,
                                    struct ll_error *err)
{
    struct ll_fork_server *server = calloc(1, sizeof *server);
    if (server == NULL) {
        ll_fail_memory(err);
        return NULL;
    }
    server->harness = harness;
    server->tool = tool;
    server->limits = *limits;
    server->sweeps = sweeps;
    ll_buf_init(&server->preamble, TEXT_MAX);
    for (int i = 0; i < LINE; i++)
        server->ears[i] = server->theirs[i] = -1;
    server->stop[0] = server->stop[1] = server->log = -1;
    ll_buf_init(&server->logged, TEXT_MAX);
    server->useless = !launch(server);
    return server;
}

struct ll_fork_server *ll_fork_server_start(const struct ll_harness *harness,
                                            const struct ll_tool *tool,
                                            const struct ll_limits *limits,
                                            struct ll_error *err)
{
    return start(harness, tool, false, limits, err);
}

struct ll_fork_server *ll_fork_server_start_sweeps(const struct ll_harness *harness,
                                                   const struct ll_tool *tool,
                                                   const struct ll_limits *limits,
                                                   struct ll_error *err)
{
    return start(harness, tool, true, limits, err);
}

bool ll_fork_server_is_useful(const struct ll_fork_server *server)
{
    return !server->useless && server->runs < RUNS_MAX;
}

void ll_fork_server_stop(struct ll_fork_server *server)
{
    if (server == NULL)
        return;
    close_fd(&server->stop[1]);
    close_fd(&server->ears[CONTROL]);
    if (server->started)
        pthread_join(server->thread, NULL);
    close_fd(&server->stop[0]);
    for (int i = 0; i < LINE; i++) {
        close_fd(&server->ears[i]);
        close_fd(&server->theirs[i]);
    }
    if (server->folder != NULL)
        ll_path_remove_tree(server->folder);
    free(server->folder);
    free(server->place);
    free(server->filter.filter);
    ll_buf_release(&server->preamble);
    close_fd(&server->log);
    ll_buf_release(&server->logged);
    free(server);
}

/* ---- a run --------------------------------------------------------------------- */

/* Give the host an order and the two descriptors. */
static bool send_order(const struct ll_fork_server *server,
                       const struct ll_host_order *order, const int fds[2])
{
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(2 * sizeof(int))];
    } control = {0};
    struct iovec part = {.iov_base = (void *)order, .iov_len = sizeof *order};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control.room,
                             .msg_controllen = sizeof control.room};
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(2 * sizeof(int));
    memcpy(CMSG_DATA(head), fds, 2 * sizeof(int));
    return sendmsg(server->ears[CONTROL], &message, MSG_NOSIGNAL) ==
           (ssize_t)sizeof *order;
}

static void tell_end(const struct ll_host_news *news, struct ll_ended *ended)
{
    *ended = (struct ll_ended){.how = news->stopped             ? LL_END_TIMEOUT
                                      : WIFEXITED(news->status) ? LL_END_EXITED
                                                                : LL_END_SIGNALLED,
                               .cpu_seconds = news->cpu_seconds};
    if (WIFEXITED(news->status))
        ended->status = WEXITSTATUS(news->status);
    else if (WIFSIGNALED(news->status))
        ended->signal = WTERMSIG(news->status);
}

/* Fill in what the host is told. False: it does not fit. */
static bool make_order(const struct ll_fork_server *server, const char *path,
                       const struct ll_served_run *run, struct ll_host_order *order)
{
    const char *fail = run->fail == NULL ? "" : run->fail;
    *order = (struct ll_host_order){.seconds = run->seconds,
                                    .filter_count = server->filter.len};
    if (strlen(path) >= sizeof order->program || strlen(fail) >= sizeof order->fail)
        return false;
    memcpy(order->filter, server->filter.filter,
           server->filter.len * sizeof *order->filter);
    strcpy(order->program, path);
    strcpy(order->fail, fail);
    return true;
}

static bool open_pair(int ends[2])
{
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0;
}

/* Send the order, with the program's ends of the two pairs, and what the program can
 * read. */
static bool start_run(const struct ll_fork_server *server, const char *path,
                      const struct ll_served_run *run, const int line[2],
                      const int out[2])
{
    static struct ll_host_order order; /* large */
    if (!make_order(server, path, run, &order) ||
        send(line[0], run->say, run->say_bytes, MSG_NOSIGNAL) !=
            (ssize_t)run->say_bytes)
        return false;
    shutdown(line[0], SHUT_WR);
    return send_order(server, &order, (const int[]){line[1], out[1]});
}

/* Have the host run it. False: the server is of no use any more. */
static bool serve(struct ll_fork_server *server, const char *path,
                  struct ll_served_run *run)
{
    int line[2] = {-1, -1}, out[2] = {-1, -1};
    struct ll_buf *to[EARS] = {NULL, &run->report, &run->log, &run->transcript,
                               &run->output};
    struct ll_host_news news = {0};
    double start = ll_now();
    bool good = ll_buf_add(&run->report, ll_buf_text(&server->preamble),
                           server->preamble.len) &&
                open_pair(line) && open_pair(out) &&
                start_run(server, path, run, line, out);
    close_fd(&line[1]);
    close_fd(&out[1]);
    good = good && hear(server, (const int[]){line[0], out[0]}, to,
                        run->seconds + GRACE_SECONDS, &news);
    close_fd(&line[0]);
    close_fd(&out[0]);
    tell_end(&news, &run->ended);
    run->ended.wall_seconds = ll_now() - start;
    return good;
}

/* Take the snapshots that were left in that folder. */
static int fetch_snapshots(const struct ll_fork_server *server,
                           struct ll_served_run *run, struct ll_error *err)
{
    if (!run->takes_snapshots)
        return 0;
    char *out = ll_path_join(server->folder, "out");
    int result =
        out == NULL ? ll_fail_memory(err) : ll_snapshot_fetch(out, &run->snapshot, err);
    free(out);
    return result;
}

/* Put the program where the host can load it, and have it run. 0, 1 or -1, as for
 * ll_fork_server_run(). */
static int run_program(struct ll_fork_server *server, struct ll_served_run *run,
                       struct ll_error *err)
{
    struct ll_buf name = LL_BUF_INIT, path = LL_BUF_INIT;
    ll_buf_addf(&name, "in/%lu.so", ++server->runs);
    ll_buf_addf(&path, "%s/%s", server->folder, ll_buf_text(&name));
    int result =
        name.full || path.full
            ? ll_fail_memory(err)
            : ll_isolate_put(server->folder, ll_buf_text(&name),
                             ll_buf_text(run->program), run->program->len, 0644, err);
    if (result == 0 && !serve(server, ll_buf_text(&path), run))
        result = 1;
    unlink(ll_buf_text(&path));
    ll_buf_release(&path);
    ll_buf_release(&name);
    return result;
}

/* Empty the folder that programs may write. Where that fails, or anything else did, end
 * the host now, not when it is needed next. */
static void end_run(struct ll_fork_server *server, int result)
{
    server->useless = !clear_scratch(server) || result != 0;
    if (server->useless)
        close_fd(&server->stop[1]);
}

int ll_fork_server_run(struct ll_fork_server *server, struct ll_served_run *run,
                       struct ll_error *err)
{
    if (server->useless)
        return 1;
    int result = run_program(server, run, err);
    if (result == 0)
        result = fetch_snapshots(server, run, err);
    end_run(server, result);
    return result;
}

/* ---- a sweep ------------------------------------------------------------------- */

/* Read what was added to the log, and write it to a log of the program's own. A program
 * might move the place where the tool writes: then the log has a gap, or what was there
 * has changed. */
static bool take_log(struct ll_fork_server *server, const char *folder)
{
    char chunk[16384];
    struct ll_buf all = LL_BUF_INIT, path = LL_BUF_INIT;
    size_t seen = server->logged.len;
    ssize_t got;
    ll_buf_init(&all, TEXT_MAX);
    while ((got = pread(server->log, chunk, sizeof chunk, (off_t)all.len)) > 0 &&
           ll_buf_add(&all, chunk, (size_t)got))
        continue;
    bool taken = got == 0 && all.len >= seen &&
                 memcmp(ll_buf_text(&all), ll_buf_text(&server->logged), seen) == 0 &&
                 memchr(ll_buf_text(&all), '\0', all.len) == NULL &&
                 ll_buf_addf(&path, "%s/%s.log", folder, server->tool->name) &&
                 ll_file_write(ll_buf_text(&path), ll_buf_text(&all) + seen,
                               all.len - seen, NULL) == 0;
    ll_buf_release(&path);
    ll_buf_release(&server->logged);
    server->logged = all;
    return taken;
}

/* Move a file that a program left, as it is. */
static bool move_file(const char *out, const char *name, const char *folder)
{
    struct stat st;
    char *from = ll_path_join(out, name), *to = ll_path_join(folder, name);
    bool moved = from != NULL && to != NULL && lstat(from, &st) == 0 &&
                 S_ISREG(st.st_mode) && rename(from, to) == 0;
    free(from);
    free(to);
    return moved;
}

/* Move the log of the sweep and the tool's reports, but not the host's own. */
static bool take_reports(const struct ll_fork_server *server, const char *folder)
{
    char tool[64], own[80];
    bool taken = true;
    char *out = ll_path_join(server->folder, "out");
    DIR *entries = out == NULL ? NULL : opendir(out);
    snprintf(tool, sizeof tool, "%s.", server->tool->name);
    snprintf(own, sizeof own, "%s%u.", tool, (unsigned)server->pid);
    taken = entries != NULL;
    for (struct dirent *entry; taken && (entry = readdir(entries)) != NULL;) {
        const char *name = entry->d_name;
        if (strcmp(name, LL_BUILD_SWEEP) == 0 ||
            (ll_starts_with(name, tool) && !ll_starts_with(name, own) &&
             strcmp(name + strlen(tool), "log") != 0))
            taken = move_file(out, name, folder);
    }
    if (entries != NULL)
        closedir(entries);
    free(out);
    return taken;
}

/* Whether it has a function at its end that a host does not call (ll_finish_exit()). */
static bool ends_otherwise(const struct ll_buf *program)
{
    static const char name[] = "\0on_exit";
    return memmem(ll_buf_text(program), program->len, name, sizeof name) != NULL;
}

/* Tell the program its plan, and sweep it. */
static int run_sweep(struct ll_fork_server *server, struct ll_served_sweep *sweep,
                     const struct ll_buf *program, struct ll_error *err)
{
    struct ll_buf plan = LL_BUF_INIT;
    struct ll_served_run run = {.program = program, .seconds = sweep->seconds};
    struct ll_buf *texts[] = {&run.transcript, &run.report, &run.log};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        ll_buf_init(texts[i], TEXT_MAX);
    ll_buf_addf(&plan, "%s%c%s/out/" LL_BUILD_SWEEP "%c", sweep->what, '\0',
                server->folder, '\0');
    run.say = plan.data;
    run.say_bytes = plan.len;
    run.output = *sweep->output;
    int result = plan.full ? ll_fail_memory(err) : run_program(server, &run, err);
    *sweep->output = run.output;
    sweep->ended = run.ended;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        ll_buf_release(texts[i]);
    ll_buf_release(&plan);
    return result;
}

int ll_fork_server_sweep(struct ll_fork_server *server, struct ll_served_sweep *sweep,
                         struct ll_error *err)
{
    struct ll_buf program = LL_BUF_INIT;
    if (server->useless)
        return 1;
    int result = ll_file_read(sweep->program, PROGRAM_MAX, &program, err);
    if (result == 0 && ends_otherwise(&program)) {
        ll_buf_release(&program);
        return 1;
    }
    if (result == 0)
        result = run_sweep(server, sweep, &program, err);
    if (result == 0 &&
        (!take_reports(server, sweep->folder) || !take_log(server, sweep->folder)))
        result = 1;
    ll_buf_release(&program);
    end_run(server, result);
    return result;
}
