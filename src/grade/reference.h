/* SPDX-License-Identifier: MIT
 *
 * reference: finds out what the lesson's own solution does in each unit, and which
 * blocks it leaves: submissions are compared with that.
 *
 * The solution is run exactly as a submission is. No expected value is written down
 * anywhere, and none is ever in a process that runs a submission. Each tool is seen to
 * work with the solution: a tool that fails with a submission fails because of it.
 */
#ifndef LL_GRADE_REFERENCE_H
#define LL_GRADE_REFERENCE_H

#include "grade/trial.h"
#include "submission/harness.h"

struct ll_reference {
    struct ll_transcript units;   /* with the text and the value of each assertion */
    struct ll_transcript bare;    /* of the bare run: for the bytes that are left */
    struct ll_transcript fenced;  /* the same of the fenced one */
    struct ll_malloc_trace trace; /* of memcheck's run */
    size_t reported;       /* blocks of its own that memcheck's report has at the end */
    uint32_t last;         /* number of the last unit */
    bool packs;            /* it may have so many blocks that the fence packs
                              some (runtime/fence.h) */
    char *output;          /* owned: what the driver prints */
    struct ll_buf program; /* the plain one */
    double bare_seconds;   /* processor time of the bare run */
    double fenced_seconds; /* and of the fenced one */
};

/* Run the solution. 0; 1 when the suite cannot be judged from outside, as two runs
 * differ or it asks more than it observes: `why` says so; -1 when the solution itself
 * has faults, or we failed. Release in any case. */
int ll_reference_make(const struct ll_harness *harness, const struct ll_limits *limits,
                      struct ll_reference *reference, struct ll_buf *why,
                      struct ll_error *err) LL_MUST_CHECK;

/* Set `*good` to whether the tool's server shows the solution as a run without a server
 * did. -1 when we failed. */
int ll_reference_check_server(const struct ll_harness *harness,
                              const struct ll_limits *limits,
                              const struct ll_reference *reference,
                              const struct ll_tool *tool, struct ll_fork_server *server,
                              bool *good, struct ll_error *err) LL_MUST_CHECK;
void ll_reference_release(struct ll_reference *reference);

#endif
