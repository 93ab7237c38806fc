/* SPDX-License-Identifier: MIT
 *
 * workers: tasks shared out to processes.
 *
 *   leaklab ──socketpair── worker 1 ── keeper ── command   (see jail/keeper.h)
 *           ──socketpair── worker 2 ── ...
 *
 * Processes, not threads: what kills a worker (a fault of our own, the kernel when
 * memory runs out, a bored administrator) costs the task in its hands and nothing
 * else, and one that hangs can be stopped. Such a task is tried once more in a new
 * worker, then given up with a sentence on how the worker ended. Forking one costs a
 * millisecond, a task some hundred.
 *
 * A worker is forked from its caller, which must have no other threads, and knows all
 * that the caller knew; it ends when its caller does, however that ends. It works in a
 * folder of its own ($TMPDIR), which is removed after it.
 */
#ifndef LL_CLASS_WORKERS_H
#define LL_CLASS_WORKERS_H

#include "base/buf.h"
#include "base/error.h"

struct ll_workers {
    unsigned jobs;       /* 0: as many as processors */
    double most_seconds; /* for one task, then its worker is stopped; 0: any time */

    /* In a worker: do task `task`, and append its answer. */
    void (*work)(size_t task, struct ll_buf *answer, void *data);
    /* In the caller, as answers come: the answer, or why there is none (`answer` is
     * then NULL). -1 ends it all. */
    int (*done)(size_t task, const char *answer, const char *why, void *data,
                struct ll_error *err);
    /* In the caller, a few times a second; may be NULL. */
    void (*tick)(void *data);
    void *data;
};

/* Do the `count` tasks whose numbers are in `tasks`. 0 when each was told to done(); -1
 * when done() failed, no worker could be started, or on ll_jail_cancel(): no worker is
 * left then, and what was told is told. */
int ll_workers_run(const struct ll_workers *workers, const size_t *tasks, size_t count,
                   struct ll_error *err) LL_MUST_CHECK;

#endif
