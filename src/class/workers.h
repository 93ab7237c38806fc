/* SPDX-License-Identifier: MIT
 *
 * workers: shares tasks out to worker processes, and collects their answers.
 *
 *   leaklab ──socketpair── worker 1 ── keeper ── command   (see jail/keeper.h)
 *           ──socketpair── worker 2 ── ...
 *
 * Workers are processes, not threads. When a worker is killed (by a fault of our own,
 * by the kernel when memory runs out, by an administrator), only its current task is
 * lost, and a worker that hangs can be stopped. Such a task is tried once more in a new
 * worker, and then given up with a sentence on how the worker ended. Forking a worker
 * takes a millisecond, a task some hundred.
 *
 * A worker is forked from its caller, which must have no other threads, and so has all
 * of its data. It ends when its caller ends, even by SIGKILL. It has a folder of its
 * own
 * ($TMPDIR), which is removed after it.
 */
#ifndef LL_CLASS_WORKERS_H
#define LL_CLASS_WORKERS_H

#include "base/buf.h"
#include "base/error.h"

struct ll_workers {
    unsigned jobs;       /* 0: as many as processors */
    double most_seconds; /* for one task, then its worker is stopped; 0: no limit */

    /* In a worker: do task `task`, and append its answer. */
    void (*work)(size_t task, struct ll_buf *answer, void *data);
    /* In the caller, for each task that is done: the answer, or NULL and why there is
     * none. -1 ends everything. */
    int (*done)(size_t task, const char *answer, const char *why, void *data,
                struct ll_error *err);
    /* In the caller, a few times a second; may be NULL. */
    void (*tick)(void *data);
    void *data;
};

/* Do the `count` tasks whose numbers are in `tasks`. 0 when done() was called for each;
 * -1 when done() failed, no worker could be started, or ll_jail_cancel() was called. In
 * any case no worker is left. */
int ll_workers_run(const struct ll_workers *workers, const size_t *tasks, size_t count,
                   struct ll_error *err) LL_MUST_CHECK;

#endif
