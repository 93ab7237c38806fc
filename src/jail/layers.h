/* SPDX-License-Identifier: MIT
 *
 * layers: how each layer of isolation is applied: a table with a row for each, in the
 * order in which they are applied. The functions of isolation.h read it too.
 *
 *   leaklab                        keeper                       command
 *   ll_cell_open ── clone(spaces) ─► ll_spaces_settle ── vfork ─► ll_layers_apply
 *                                                                 exec …
 *   ll_cell_close ◄───────────────── ll_user_kill ◄────────────── its end
 *
 * Between the fork and the exec only async-signal-safe calls are allowed. The user is
 * changed by raw system calls: the C library's functions would try to change it in all
 * threads of leaklab, which the child does not have.
 */
#ifndef LL_JAIL_LAYERS_H
#define LL_JAIL_LAYERS_H

#include <linux/filter.h>
#include <stdint.h>
#include <sys/types.h>

#include "jail/isolation.h"

struct ll_job;

/* What the isolation of one job needs. It is made before the fork. */
struct ll_cell {
    const struct ll_hidden *hidden;    /* NULL: nothing, or not possible */
    const struct ll_isolation *wanted; /* NULL: no isolation, and the rest is unused */
    unsigned layers;                   /* the layers that will be applied */
    const char *folder;                /* where it runs; NULL: in ours */
    char *program;                     /* owned: the file to execute */
    uid_t caller;                      /* who we are */
    gid_t caller_group;
    uid_t user;                      /* the grading user, its own group too; 0: none */
    int user_lock;                   /* held while the user is in use; -1 */
    const struct sock_fprog *filter; /* seccomp's; NULL: none */
    uint64_t exec_word;              /* lets one execve() through the filter */
};

#define LL_CELL_INIT                                                                   \
    {                                                                                  \
        .user_lock = -1                                                                \
    }

/* Make what `job` needs. 0, with `*errnum` not 0 when the command was not found; -1
 * when the job cannot be isolated. Close the cell in any case. */
int ll_cell_open(const struct ll_job *job, struct ll_cell *cell, int *errnum,
                 struct ll_error *err) LL_MUST_CHECK;
void ll_cell_close(struct ll_cell *cell);

/* In the command: apply all layers. 0, or an errno and the layer that failed. */
int ll_layers_apply(const struct ll_cell *cell, int *layer);

struct ll_layer_row {
    const char *name;
    const char *stops;
    /* Called in the command, before the exec. 0 or an errno. NULL: done elsewhere. */
    int (*apply)(const struct ll_cell *cell);
    /* Whether the layer can be enforced: 0 or an errno. NULL: always. */
    int (*probe)(void);
};

extern const struct ll_layer_row ll_layer_rows[LL_LAYER_COUNT];

/* ---- namespaces.c ---- */

/* fork(), into the new namespaces that the layers ask for. */
pid_t ll_spaces_fork(unsigned layers);

/* First call in the child: make the namespaces usable. 0 or an errno. */
int ll_spaces_settle(const struct ll_cell *cell);

int ll_spaces_probe(void);
int ll_network_probe(void);

/* ---- landlock.c ---- */

int ll_landlock_apply(const struct ll_cell *cell);
int ll_landlock_probe(void);

/* Hide the cell's files from a command that is not isolated. Setuid programs then have
 * no effect in it, as Landlock requires. */
void ll_landlock_hide(const struct ll_cell *cell);
bool ll_landlock_hides(void); /* whether this machine can */
int ll_signals_apply(const struct ll_cell *cell);
int ll_signals_probe(void);

/* ---- user.c ---- */

/* Take a grading user that no other job on this machine has. 0 or an errno. */
int ll_user_take(struct ll_cell *cell);
int ll_user_apply(const struct ll_cell *cell);
int ll_user_probe(void);

/* In the keeper: kill all processes of the grading user with one system call. */
void ll_user_kill(const struct ll_cell *cell);

/* In the keeper: lend a folder to the grading user, and take it back. */
struct ll_loan {
    int fd;
    uid_t owner;
    gid_t group;
    mode_t mode;
};
enum { LL_LOANS_MAX = 8 }; /* the most writable folders */
int ll_user_lend(const struct ll_cell *cell, const char *path, struct ll_loan *loan);
void ll_user_take_back(const struct ll_loan *loan);

/* ---- seccomp.c ---- */

/* The filter, made once. NULL and `*errnum` on failure. */
const struct sock_fprog *ll_seccomp_filter(bool no_fork, bool no_exec, uint64_t *word,
                                           int *errnum);
int ll_seccomp_apply(const struct ll_cell *cell);
int ll_seccomp_probe(void);

/* ---- watch.c ---- */

/* The memory that all processes below the calling one (the keeper) have now, and the
 * bytes that they have written. */
struct ll_use {
    uint64_t memory_bytes;
    uint64_t disk_bytes;
};
void ll_watch(const struct ll_cell *cell, struct ll_use *use);
int ll_watch_probe(void);

#endif
