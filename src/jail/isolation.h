/* SPDX-License-Identifier: MIT
 *
 * isolation: layers that hold hostile code.
 *
 * A job that is given a `struct ll_isolation` runs inside every layer that was wanted
 * and that this machine can enforce. What a machine can enforce is found out once, by
 * trying: each layer is a row of a table (see layers.h). A layer that was promised and
 * then cannot be applied keeps the command from starting: nothing ever runs with less
 * than ended->layers says.
 *
 * Hostile code is not run at all where less than the minimum can be enforced: each of
 * the threats below has to be met by at least one layer.
 *
 *   reading and writing others' files   landlock
 *   harming other processes             user, signals, namespaces (any of them)
 *   processes that outlive the run      user, namespaces, seccomp with no_fork
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
    LL_LAYER_DESCRIPTORS, /* none of ours are inherited */
    LL_LAYER_PRIVILEGES,  /* no_new_privs */
    LL_LAYER_NAMESPACES,  /* pid, mount and ipc; of a user namespace where not root */
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

/* What is wanted. All is borrowed. */
struct ll_isolation {
    unsigned layers; /* LL_LAYERS_ALL, unless a layer is left out on purpose */

    /* Absolute paths, NULL-terminated; NULL: none. What `writable` names are folders:
     * for the time of the run they belong to the grading user, so nothing that has to
     * be kept from it may lie there. The command's own file, the folder it runs in,
     * the system's libraries, headers and programs may be read anyway. */
    const char *const *readable;
    const char *const *writable;

    bool no_fork; /* threads yes, processes no (LeakSanitizer's helper passes) */
    bool no_exec; /* the command itself is the last program that is executed: a shell
                     script such as Debian's `valgrind` cannot go on then */

    bool allow_less; /* run it even where the minimum cannot be enforced: for code that
                        is trusted, or at the caller's own risk */
};

#define LL_ISOLATION_INIT                                                              \
    {                                                                                  \
        .layers = LL_LAYERS_ALL                                                        \
    }

/* "landlock". */
const char *ll_layer_name(enum ll_layer layer);

/* What it stops, in a few words. */
const char *ll_layer_stops(enum ll_layer layer);

/* NULL when this machine, and whoever we run as, can enforce it; else why not, in one
 * clause without capital and full stop. Borrowed, valid for good. */
const char *ll_layer_missing(enum ll_layer layer);

/* 0 when `isolation` holds hostile code here, or has allow_less; else a harness error
 * that says what is not met and what would meet it. ll_jail_run() asks by itself. */
int ll_isolation_check(const struct ll_isolation *isolation,
                       struct ll_error *err) LL_MUST_CHECK;

/* On top of the job's own, for a child that the job makes of itself and does not trust:
 * no process, no other program, no change to a socket that it shares, and no signal to
 * its `parent`, whose number is as in the job's namespace. 0 and a filter that `to`
 * owns; or an errno. */
int ll_seccomp_for_child(pid_t parent, struct sock_fprog *to);

/* The layers that a job with it runs in on this machine: bits. */
unsigned ll_isolation_layers(const struct ll_isolation *isolation);

#endif
