/* SPDX-License-Identifier: MIT
 *
 * keeper: the process between leaklab and a command.
 *
 *   leaklab ──leash── keeper ── command ── its children ...
 *
 * Each keeper is the subreaper of one command: an orphan below it belongs to this job
 * and to no other. So the keeper can end it, and jobs that run at the same time do not
 * end each other's processes.
 *
 * The leash is a socket. When leaklab closes it, or dies, the keeper ends everything.
 * If leaklab sends a byte first, the command gets SIGTERM and a little time.
 */
#ifndef LL_JAIL_KEEPER_H
#define LL_JAIL_KEEPER_H

#include <sys/resource.h>

#include "jail/jail.h"
#include "jail/layers.h"

/* How many seconds a command has between SIGTERM and SIGKILL. */
enum { LL_KEEPER_GRACE = 2 };

/* What a keeper needs. It is made before the fork, because after it only
 * async-signal-safe calls are allowed. */
struct ll_keeper {
    const struct ll_job *job;
    char **env; /* the command's whole environment */
    int in;     /* its stdin, stdout and stderr */
    int out;
    int err;
    int lines[LL_JAIL_LINES]; /* -1: none */
    int leash; /* a socket: at its end of file the job is ended; the news is sent there
                */
    const struct ll_cell *cell;
};

/* What a keeper sends once, when no process of its job is left. */
struct ll_keeper_news {
    int failed;          /* why the command was not started, an errno; or 0 */
    int layer;           /* the layer of isolation that failed; -1: none */
    int status;          /* as from wait() */
    enum ll_end stopped; /* LL_END_MEMORY or _DISK: by the keeper; else 0 */
    struct rusage usage;
    double queued_seconds; /* as in struct ll_ended */
};

/* Run as a keeper. Call it in a forked child, with all signals blocked. */
_Noreturn void ll_keeper_live(const struct ll_keeper *keeper);

#endif
