/* SPDX-License-Identifier: MIT
 *
 * process: runs a graded program once, under one tool or under none, and reads all that
 * it left: the transcript, the report and the log. A trial (trial.h) consists of one or
 * more of these.
 *
 * The process is told a key of its own. Reports, log and transcript arrive by sockets
 * while it runs: what has been sent cannot be taken back, and nothing that the program
 * could write to later is read. A process that came to its end shows the canaries,
 * faults of our own making, in its report; otherwise it was tampered with.
 */
#ifndef LL_GRADE_PROCESS_H
#define LL_GRADE_PROCESS_H

#include "diag/diag.h"
#include "grade/malloc_trace.h"
#include "grade/transcript.h"
#include "submission/harness.h"

/* What is run, and how. All is borrowed. */
struct ll_process_setup {
    const struct ll_harness *harness;
    const struct ll_tool *tool;   /* NULL: bare */
    const struct ll_buf *program; /* its bytes */
    const struct ll_buf *source;  /* the submission's text, for diagnoses with values;
                                     NULL: without */
    bool more;                    /* the driver gets the lesson's arguments for more
                                     input */
    bool fail;                    /* the lesson's allocation fails in the driver */
    bool canaries;                /* the tool must show all of them */
    bool repeats;                 /* a driver that is a script is run twice */
    unsigned stopped; /* bare: its threads are stopped, in the run of that number
                         (runtime/stops.h); 0: they are not */
    bool fenced;      /* bare: each block lies in pages of its own (runtime/fence.c) */

    /* fenced: */
    bool packs;          /* it may have more blocks than have pages of their own */
    unsigned long fails; /* which allocation of the program fails; 0: none */
    bool fails_all;      /* and all after it */
};

struct ll_process {
    struct ll_observe_order told; /* to the program: key and units */
    struct ll_limits limits;

    /* What it left; all is owned. */
    struct ll_buf transcript, report, log, output;
    struct ll_buf snapshot; /* of its memory, of faults or losses that its tool saw */
    struct ll_ended ended;

    /* What that says, after ll_process_read(): */
    struct ll_transcript units;
    struct ll_malloc_trace trace; /* under Valgrind's tools */
    struct ll_diags diags; /* without the canaries, and only those that have a frame of
                              the lesson's or the submission's */
    enum ll_complete complete;
    char *note;           /* owned: what the tool says of the end; NULL: nothing */
    const char *tampered; /* what was done to the tool or to the transcript; NULL */
};

/* Begin a process that has to run the units from `first` to `last`, one after the
 * other. Release in any case. */
int ll_process_open(struct ll_process *process, const struct ll_process_setup *setup,
                    const struct ll_limits *limits, uint32_t first, uint32_t last,
                    struct ll_error *err) LL_MUST_CHECK;
void ll_process_release(struct ll_process *process);

/* Whether its tool leaves snapshots, and they are wanted: diagnoses are told with
 * values. */
bool ll_process_takes_snapshots(const struct ll_process_setup *setup);

/* Run it to its end. -1 when we failed. */
int ll_process_run(struct ll_process *process, const struct ll_process_setup *setup,
                   struct ll_error *err) LL_MUST_CHECK;

/* Read what it left, whoever ran it. -1 when we failed. */
int ll_process_read(struct ll_process *process, const struct ll_process_setup *setup,
                    struct ll_error *err) LL_MUST_CHECK;

/* Whether it had to be stopped. */
bool ll_process_hung(const struct ll_ended *ended);

#endif
