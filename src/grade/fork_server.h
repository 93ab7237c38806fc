/* SPDX-License-Identifier: MIT
 *
 * server: a fork server. One of Valgrind's tools is started once for many submissions
 * (see runtime/host.h).
 *
 * It saves the start, 0.3 s of processor time for a run of 0.1 s. It is a way to be
 * quick and nothing else: what it says counts only where a run came to its end and all
 * that shows an untouched tool is there; whoever crashes, does not end or does anything
 * else is run in a process of its own, as if there were no server.
 *
 * The host runs in the same isolation as a submission, but that it may make processes,
 * and so sees more of /proc. Its child gives that up, with the way to its parent,
 * before it loads the submission (see ll_seccomp_for_child()). What children have in
 * common is the tool's two sockets, which none can change, and the folder that they may
 * write, which is emptied after each.
 */
#ifndef LL_GRADE_FORK_SERVER_H
#define LL_GRADE_FORK_SERVER_H

#include "base/buf.h"
#include "submission/harness.h"
#include "jail/jail.h"

struct ll_fork_server;

/* Those that a grader has. */
enum ll_fork_server_for {
    LL_FORK_SERVER_MEMCHECK,
    LL_FORK_SERVER_LASTPTR,
    LL_FORK_SERVER_COUNT
};

/* A run of one program. */
struct ll_served_run {
    const struct ll_buf *program; /* a shared object: its bytes */
    const char *fail;             /* NULL: no allocation */
    const void *say;              /* what it can read at LL_OBSERVE_LINE */
    size_t say_bytes;
    double seconds; /* until it is stopped */
    struct ll_buf transcript, report, log, output;
    struct ll_ended ended;
};

/* Start it for `tool`; a server that does not start, or ended, is of no use. NULL:
 * memory ran out. It belongs to this process: not to a child of it. */
struct ll_fork_server *ll_fork_server_start(const struct ll_harness *harness,
                                            const struct ll_tool *tool,
                                            const struct ll_limits *limits,
                                            struct ll_error *err);
bool ll_fork_server_is_useful(const struct ll_fork_server *server);

/* NULL is none. */
void ll_fork_server_stop(struct ll_fork_server *server);

/* 0: it ran; 1: the server is of no use; -1: we failed. */
int ll_fork_server_run(struct ll_fork_server *server, struct ll_served_run *run,
                       struct ll_error *err) LL_MUST_CHECK;

#endif
