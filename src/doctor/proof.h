/* SPDX-License-Identifier: MIT
 *
 * proof: programs that try to break isolation, to show that it holds; and programs with
 * and without a leak, to show that the tools report correctly inside it.
 *
 * A bench is a folder with the attacking program (runtime/attacks.c) and its targets.
 * An attack that succeeds does no harm and leaves nothing behind.
 */
#ifndef LL_DOCTOR_PROOF_H
#define LL_DOCTOR_PROOF_H

#include <stdbool.h>

#include "base/error.h"
#include "jail/jail.h"
#include "tools/tool.h"

struct ll_bench {
    char *folder;  /* all owned, absolute */
    char *program; /* the attacks */
    char *work;    /* the folder that an attack may write */
    char *lock;    /* in `work`; a process that outlives its run has it locked */
    char *outside; /* a file that only isolation protects */
    char *beside;  /* a path beside it, where there is no file */
    char *ours;    /* a file that only we may read, in `readable` */
    char *readable;
    char *closed; /* a folder of ours alone */
    char pid[16]; /* ours */
};

/* Make a bench; close it in any case. */
int ll_bench_open(struct ll_bench *bench, struct ll_error *err) LL_MUST_CHECK;
void ll_bench_close(struct ll_bench *bench);

enum ll_target {
    LL_TARGET_NONE,
    LL_TARGET_OUTSIDE,
    LL_TARGET_BESIDE,
    LL_TARGET_OURS,
    LL_TARGET_PID,
    LL_TARGET_LOCK
};

struct ll_proof {
    const char *attack; /* its name in attacks.c */
    const char *title;  /* "a daemon outlives its run" */
    enum ll_target target;
    unsigned any; /* each of these layers stops it alone */
    bool no_fork; /* as in struct ll_isolation */
    bool no_exec;
    bool as_root;      /* only root can try it */
    bool gets_through; /* without any layer, it succeeds for every user */
    enum ll_end end;   /* how it must end; LL_END_EXITED: in any way but status 1 */
    struct ll_limits limits;
};

extern const struct ll_proof ll_proofs[]; /* ends with a `title` of NULL */

/* Run the attack in these layers (bits of enum ll_layer). 1 when it was stopped and
 * left no process behind, 0 when it succeeded, -1 when it could not be run. */
int ll_proof_run(const struct ll_bench *bench, const struct ll_proof *proof,
                 unsigned layers, struct ll_error *err) LL_MUST_CHECK;

/* Build a clean program or one that loses memory for the tool, and run it, both in full
 * isolation; `closed`: with leaklab's own files in a folder that others cannot enter,
 * for which $LEAKLAB_HOME is set meanwhile. 1 when the tool said of it what is true, 0
 * when not: then `said` is what it said; -1 when it could not be run. */
int ll_proof_tool(const struct ll_bench *bench, const struct ll_tool *tool, bool leaky,
                  bool closed, struct ll_buf *said, struct ll_error *err) LL_MUST_CHECK;

#endif
