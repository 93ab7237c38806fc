/* SPDX-License-Identifier: MIT
 *
 * standard: what the lesson's own solution does in each unit, and what it leaves: what
 * submissions are held against. It is found out by running the solution exactly as a
 * submission is run; no expected value is written down anywhere, nor is it ever in a
 * process that runs a submission. Every tool has been seen to work with it: one that
 * fails with a submission does so by the submission's doing.
 */
#ifndef LL_GRADE_REFERENCE_H
#define LL_GRADE_REFERENCE_H

#include "submission/harness.h"
#include "grade/trial.h"

struct ll_reference {
    struct ll_transcript units; /* with what each assertion says */
    struct ll_transcript bare;  /* for the bytes that it leaves when no tool looks on */
    struct ll_malloc_trace trace; /* memcheck's */
    uint32_t last;                /* unit */
    char *output;                 /* owned: what the driver prints */
    struct ll_buf shared;         /* the solution for a server; empty: none is used */
    double bare_seconds;          /* of processor time, when no tool looks on */
};

/* Run the solution. 0; 1 when the suite does not say the same twice, or says more than
 * it observes, so that it cannot judge from outside: `why` tells; -1 when the solution
 * is not in order, or we failed. Release in any case. */
int ll_reference_make(const struct ll_harness *harness, const struct ll_limits *limits,
                      struct ll_reference *reference, struct ll_buf *why,
                      struct ll_error *err) LL_MUST_CHECK;

/* Whether the solution is seen through the tool's server as it was seen without. -1
 * when we failed. */
int ll_reference_check_server(const struct ll_harness *harness,
                              const struct ll_limits *limits,
                              const struct ll_reference *reference,
                              const struct ll_tool *tool, struct ll_fork_server *server,
                              bool *good, struct ll_error *err) LL_MUST_CHECK;
void ll_reference_release(struct ll_reference *reference);

#endif
