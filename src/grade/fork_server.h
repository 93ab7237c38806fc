/* SPDX-License-Identifier: MIT
 *
 * fork_server: starts one of Valgrind's tools once, and runs many submissions under it.
 *
 *   leaklab ── control ──► host, under the tool ── fork ──► child: loads the
 * submission, ◄─ report, log ─┘                               is told its key, runs ◄─
 * transcript, output ──────────────────────────┘
 *
 * The host (runtime/host.h) is a program that loads shared objects. It saves the tool's
 * start: 0.3 s of processor time for a run that takes 0.1 s. A server saves time and
 * does nothing else: its result counts only when a run came to its end and everything
 * shows that the tool was left alone. A submission that crashes, hangs or does anything
 * else is run again in a process of its own.
 *
 * The host runs in the same isolation as a submission, except that it may make
 * processes, and so sees more of /proc. Its child gives that up, and closes the control
 * socket, before it loads the submission (see ll_seccomp_for_child()). What the
 * children have in common is the tool's two sockets, which none of them can change, and
 * the folder that they may write, which is emptied after each.
 *
 * A server for sweeps has no such sockets: the tool writes files, one for each process.
 * Its children may make processes and start programs, as programs that are swept may.
 * The host waits for all of them before the next.
 */
#ifndef LL_GRADE_FORK_SERVER_H
#define LL_GRADE_FORK_SERVER_H

#include "base/buf.h"
#include "jail/jail.h"
#include "submission/harness.h"

struct ll_fork_server;

/* The servers of a grader. */
enum ll_fork_server_for {
    LL_FORK_SERVER_MEMCHECK,
    LL_FORK_SERVER_LASTPTR,
    LL_FORK_SERVER_SWEEP, /* memcheck's for programs that are swept */
    LL_FORK_SERVER_COUNT
};

/* A run of one program. */
struct ll_served_run {
    const struct ll_buf *program; /* a shared object: its bytes */
    const char *fail;             /* the allocation that fails; NULL: none */
    const void *say;              /* what it can read at LL_OBSERVE_LINE */
    size_t say_bytes;
    double seconds;       /* then it is stopped */
    bool takes_snapshots; /* take what the tool leaves in the folder (snapshot.h) */
    struct ll_buf transcript, report, log, output, snapshot;
    struct ll_ended ended;
};

/* A new server for `tool`, free with ll_fork_server_stop(). It may be of no use from
 * the start: see below. NULL when memory ran out. It belongs to this process and not to
 * a child of it. */
struct ll_fork_server *ll_fork_server_start(const struct ll_harness *harness,
                                            const struct ll_tool *tool,
                                            const struct ll_limits *limits,
                                            struct ll_error *err);

/* Whether its host runs, and has served fewer programs than one host may. */
bool ll_fork_server_is_useful(const struct ll_fork_server *server);

/* End the host and free all. NULL is allowed. */
void ll_fork_server_stop(struct ll_fork_server *server);

/* Run one program. 0: it ran; 1: the server is of no use; -1: we failed. */
int ll_fork_server_run(struct ll_fork_server *server, struct ll_served_run *run,
                       struct ll_error *err) LL_MUST_CHECK;

/* A new server for sweeps by `tool`, whose programs are swept (runtime/swept.h). They
 * run in a copy of the lesson. The rest is as for ll_fork_server_start(). */
struct ll_fork_server *ll_fork_server_start_sweeps(const struct ll_harness *harness,
                                                   const struct ll_tool *tool,
                                                   const struct ll_limits *limits,
                                                   struct ll_error *err);

/* A run of one program that is swept. */
struct ll_served_sweep {
    const char *program; /* the path of a shared object */
    const char *what;    /* LL_SWEEP_ENV */
    const char *folder;  /* gets the log and the tool's reports, as if the program had
                            run alone */
    double seconds;      /* then it is stopped */
    struct ll_buf *output;
    struct ll_ended ended;
};

/* Sweep one program, and move what it left to its folder. 0: it ran, however it ended;
 * 1: the server is of no use, to this program or any more, and the folder may hold a
 * part of it; -1: we failed. */
int ll_fork_server_sweep(struct ll_fork_server *server, struct ll_served_sweep *sweep,
                         struct ll_error *err) LL_MUST_CHECK;

#endif
