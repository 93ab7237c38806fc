/* SPDX-License-Identifier: MIT
 *
 * keeper: the process between leaklab and a command.
 *
 *   leaklab ──leash── keeper ── command ── its children ...
 *
 * A keeper is the subreaper of its own command alone, so whatever becomes an
 * orphan below it belongs to this job and to no other: it can be ended without
 * asking whose it is, and jobs side by side never touch each other's processes.
 * When leaklab lets go of the leash, or dies, the keeper ends everything. A byte sent
 * before that is a pull: the command gets SIGTERM first, and a little time.
 */
#ifndef LL_JAIL_KEEPER_H
#define LL_JAIL_KEEPER_H

#include <sys/resource.h>

#include "jail/jail.h"
#include "jail/layers.h"

/* How long a command may take to end by itself when its time is over, in seconds. */
enum { LL_KEEPER_GRACE = 2 };

/* What a keeper needs, all made before the fork: after it, only
 * async-signal-safe calls are allowed. */
struct ll_keeper {
    const struct ll_job *job;
    char **env; /* the command's whole environment */
    int in;     /* its stdin, stdout and stderr */
    int out;
    int err;
    int lines[LL_JAIL_LINES]; /* -1: none */
    int leash; /* a socket: its end of file means "end it", and takes the news */
    const struct ll_cell *cell;
};

/* What a keeper sends once, when nothing of its job is left. */
struct ll_keeper_news {
    int failed; /* the errno of whatever kept the command from starting, or 0 */
    int layer;  /* it was the isolation: this layer; else -1 */
    int status; /* as from wait() */
    enum ll_end stopped; /* LL_END_MEMORY or _DISK: by the keeper; else 0 */
    struct rusage usage;
};

/* The life of a keeper: call it in a forked child, with all signals blocked. */
_Noreturn void ll_keeper_live(const struct ll_keeper *keeper);

#endif
