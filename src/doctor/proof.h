/* SPDX-License-Identifier: MIT
 *
 * proof: whether isolation holds, shown by programs that try to break it, and whether
 * the tools still see what they ought to see inside it.
 *
 * A bench is a folder with the attacking program (runtime/attacks.c) and what it is
 * after. Nothing that an attack does where it gets through is harmful or lasts.
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
    char *lock;    /* in it: held by whatever outlives its run */
    char *outside; /* a file that everybody may read, but for isolation */
    char *beside;  /* one that is not there, beside it */
    char *ours;    /* a file of ours alone, in a folder that may be read */
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
    unsigned any; /* each of these layers stops it by itself */
    bool no_fork; /* asked for */
    bool no_exec;
    bool as_root;      /* there is nothing to stop elsewhere */
    bool gets_through; /* without any layer, whoever runs it; else it depends */
    enum ll_end end;   /* how it must end; LL_END_EXITED: however, but for status 1 */
    struct ll_limits limits;
};

extern const struct ll_proof ll_proofs[]; /* ends with a `title` of NULL */

/* Run the attack within these layers (bits of enum ll_layer). 1 when it was stopped and
 * nothing of it was left, 0 when it got through, -1 when it could not be run. */
int ll_proof_run(const struct ll_bench *bench, const struct ll_proof *proof,
                 unsigned layers, struct ll_error *err) LL_MUST_CHECK;

/* Build a clean program or one that loses memory for the tool, and run it, both in full
 * isolation; `closed`: with leaklab's own files in a folder that others cannot enter,
 * for which $LEAKLAB_HOME is set meanwhile. 1 when the tool said of it what is true, 0
 * when not: then `said` is what it said; -1 when it could not be run. */
int ll_proof_tool(const struct ll_bench *bench, const struct ll_tool *tool, bool leaky,
                  bool closed, struct ll_buf *said, struct ll_error *err) LL_MUST_CHECK;

#endif
