/* SPDX-License-Identifier: MIT
 *
 * layers: how each layer of isolation is applied. One row a layer, in the order in
 * which they are applied; what isolation.h says of a layer comes from here too.
 *
 *   leaklab                          keeper                      command
 *   ll_cell_open ── clone(spaces) ── ll_spaces_settle ── vfork ── ll_layers_apply ──
 * exec ll_cell_close ◄──────────────────ll_user_kill ◄──────────────── its end
 *
 * Between the fork and the exec only async-signal-safe calls are allowed, and of those
 * that change the user only raw ones: the C library's would ask threads that are not
 * there.
 */
#ifndef LL_JAIL_LAYERS_H
#define LL_JAIL_LAYERS_H

#include <linux/filter.h>
#include <stdint.h>
#include <sys/types.h>

#include "jail/isolation.h"

struct ll_job;

/* What the isolation of one job needs, all made before the fork. */
struct ll_cell {
    const struct ll_hidden *hidden;    /* NULL: nothing, or it cannot be */
    const struct ll_isolation *wanted; /* NULL: no isolation, and all else unused */
    unsigned layers;                   /* that will be applied */
    const char *folder;                /* it runs in; NULL: none of its own */
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

/* Make what `job` needs. 0 when `*errnum` is the errno that the command could not be
 * found with, or 0; -1 when it cannot be isolated as it must. Close it in any case. */
int ll_cell_open(const struct ll_job *job, struct ll_cell *cell, int *errnum,
                 struct ll_error *err) LL_MUST_CHECK;
void ll_cell_close(struct ll_cell *cell);

/* In the command: apply them all. An errno and the layer, or 0. */
int ll_layers_apply(const struct ll_cell *cell, int *layer);

struct ll_layer_row {
    const char *name;
    const char *stops;
    /* In the command, before it is itself. An errno, or 0. NULL: done elsewhere. */
    int (*apply)(const struct ll_cell *cell);
    /* Whether it can be enforced: 0, or an errno. NULL: always. */
    int (*probe)(void);
};

extern const struct ll_layer_row ll_layer_rows[LL_LAYER_COUNT];

/* ---- namespaces.c ---- */

/* fork(), into the new namespaces that the layers ask for. */
pid_t ll_spaces_fork(unsigned layers);

/* In the child, first of all: make them usable. An errno, or 0. */
int ll_spaces_settle(const struct ll_cell *cell);

int ll_spaces_probe(void);
int ll_network_probe(void);

/* ---- landlock.c ---- */

int ll_landlock_apply(const struct ll_cell *cell);
int ll_landlock_probe(void);

/* Hide what the cell says, of a command that is not isolated otherwise. Landlock takes
 * setuid's powers from it for that. */
void ll_landlock_hide(const struct ll_cell *cell);
bool ll_landlock_hides(void); /* whether it can */
int ll_signals_apply(const struct ll_cell *cell);
int ll_signals_probe(void);

/* ---- user.c ---- */

/* Take a grading user that no other job of this machine has. An errno, or 0. */
int ll_user_take(struct ll_cell *cell);
int ll_user_apply(const struct ll_cell *cell);
int ll_user_probe(void);

/* In the keeper: kill every process of the grading user, in one stroke. */
void ll_user_kill(const struct ll_cell *cell);

/* In the keeper: a folder is given to the grading user, and taken back. */
struct ll_loan {
    int fd;
    uid_t owner;
    gid_t group;
    mode_t mode;
};
enum { LL_LOANS_MAX = 8 }; /* as many writable folders may there be */
int ll_user_lend(const struct ll_cell *cell, const char *path, struct ll_loan *loan);
void ll_user_take_back(const struct ll_loan *loan);

/* ---- seccomp.c ---- */

/* The filter, made once; NULL with `*errnum`. */
const struct sock_fprog *ll_seccomp_filter(bool no_fork, bool no_exec, uint64_t *word,
                                           int *errnum);
int ll_seccomp_apply(const struct ll_cell *cell);
int ll_seccomp_probe(void);

/* ---- watch.c ---- */

/* What all processes below the calling one, the keeper, have now and have written. */
struct ll_use {
    uint64_t memory_bytes;
    uint64_t disk_bytes;
};
void ll_watch(const struct ll_cell *cell, struct ll_use *use);
int ll_watch_probe(void);

#endif
