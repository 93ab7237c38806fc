/* SPDX-License-Identifier: MIT
 *
 * isolation: layers that confine hostile code.
 *
 * A job with a `struct ll_isolation` runs inside every layer that is wanted and that
 * this machine can enforce. Each layer is a row of a table (see layers.h) and is tried
 * once to find out whether it can be enforced. If a layer worked then and cannot be
 * applied to a job, the command is not started: nothing runs with fewer layers than
 * ended->layers says.
 *
 * Hostile code is not run unless at least one layer stops each of these threats:
 *
 *   reading and writing others' files   landlock
 *   harming other processes             user, signals, namespaces (any of them)
 *   processes that outlive the run      user, namespaces, seccomp with no_fork, or
 *                                       whoever started leaklab (see below)
 *   the network                         seccomp, network
 *   attacking the kernel, setuid        privileges and seccomp
 *   exhausting memory and disk          limits and memory
 *   (as root) root's own powers         user
 *
 * Safe to call from several threads at once.
 */
#ifndef LL_JAIL_ISOLATION_H
#define LL_JAIL_ISOLATION_H

#include <linux/filter.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/error.h"

/* In the order in which people see them. The first four hold for every job. */
enum ll_layer {
    LL_LAYER_LIMITS,      /* rlimits */
    LL_LAYER_CLOCK,       /* wall clock and output */
    LL_LAYER_GROUP,       /* process group and subreaper (keeper.h) */
    LL_LAYER_DESCRIPTORS, /* ours are not inherited */
    LL_LAYER_PRIVILEGES,  /* no_new_privs */
    LL_LAYER_NAMESPACES,  /* pid, mount and ipc; in a user namespace unless root */
    LL_LAYER_NETWORK,     /* a network namespace: only where seccomp is not applied */
    LL_LAYER_LANDLOCK,    /* the files that may be read, written, executed */
    LL_LAYER_SIGNALS,     /* Landlock's scopes: signals and abstract sockets */
    LL_LAYER_USER,        /* a grading user for each job, root only */
    LL_LAYER_SECCOMP,     /* system calls */
    LL_LAYER_MEMORY,      /* resident memory and written bytes are watched */
    LL_LAYER_COUNT
};

#define LL_LAYER(layer) (1U << (LL_LAYER_##layer))
#define LL_LAYERS_ALL ((1U << LL_LAYER_COUNT) - 1)

/* What is wanted. All pointers are borrowed. */
struct ll_isolation {
    unsigned layers; /* LL_LAYERS_ALL, unless a layer is left out on purpose */

    /* Absolute paths, NULL-terminated; NULL: none. `writable` names folders. They
     * belong to the grading user while the job runs, so they must hold nothing secret.
     * The command's own file, the folder it runs in, and the system's libraries,
     * headers and programs can always be read. */
    const char *const *readable;
    const char *const *writable;

    bool no_fork; /* allow threads, but no new processes (LeakSanitizer's helper works)
                   */
    bool no_exec; /* the command cannot execute another program: a shell script such as
                     Debian's `valgrind` does not work */

    bool allow_less; /* run it even where the minimum cannot be enforced: for trusted
                        code, or at the caller's own risk */
};

#define LL_ISOLATION_INIT                                                              \
    {                                                                                  \
        .layers = LL_LAYERS_ALL                                                        \
    }

/* "landlock". */
const char *ll_layer_name(enum ll_layer layer);

/* What it stops, in a few words. */
const char *ll_layer_stops(enum ll_layer layer);

/* NULL when leaklab can enforce it on this machine as this user; else the reason why
 * not, as a clause without capital and full stop. Borrowed: valid for ever. */
const char *ll_layer_missing(enum ll_layer layer);

/* The errno for which it cannot be enforced; 0: it can. */
int ll_layer_errno(enum ll_layer layer);

/* The layers, as bits, of which one is missing for each threat that nothing stops here.
 * 0: `isolation` meets the minimum. */
unsigned ll_isolation_lacks(const struct ll_isolation *isolation);

/* 0 when `isolation` meets the minimum here, or has allow_less; else a harness error
 * that names the threats which are not stopped, and the layers that would stop them.
 * ll_jail_run() calls it too. */
int ll_isolation_check(const struct ll_isolation *isolation,
                       struct ll_error *err) LL_MUST_CHECK;

/* Say, before any job runs, that whoever started this process ends all processes that
 * it leaves, as a container does: then none that outlives a run is a threat. */
void ll_isolation_leave_to_host(void);

/* A second filter, for a child that a job forks and does not trust: it can change no
 * shared socket, and neither trace `parent` (a process id of the job's namespace) nor
 * send it signals. Unless it `may_fork`, it can make no process and execute no program.
 * 0 and a filter that `to` owns; or an errno. */
int ll_seccomp_for_child(pid_t parent, bool may_fork, struct sock_fprog *to);

/* The layers that a job with this isolation has on this machine, as bits. */
unsigned ll_isolation_layers(const struct ll_isolation *isolation);

#endif
