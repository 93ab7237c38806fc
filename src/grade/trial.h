/* SPDX-License-Identifier: MIT
 *
 * trial: runs a graded program under one tool, or under none, until each of its units
 * has had its turn.
 *
 *   units 0 1 2 3 4   one process for all of them, while all goes well;
 *   ├───────✗         where one ends early, the next process
 *           ├──────►  begins with the unit after it
 *
 * A unit that does not end costs all of its time: after two of them no other is run. A
 * trial that comes after another (`before`) does not run such a unit again. Where a
 * tool may see why it does not end (a counter that was overwritten, say), the trial
 * runs one of them, alone and for a shorter time (`again_seconds`).
 *
 * All trials of a submission share one time (`most_seconds`). When it is over, no other
 * process is started, and the units that are left are given up.
 */
#ifndef LL_GRADE_TRIAL_H
#define LL_GRADE_TRIAL_H

#include "grade/fork_server.h"
#include "grade/process.h"

struct ll_trial;

struct ll_trial_order {
    struct ll_process_setup setup;
    const struct ll_trial *before; /* NULL: this is the first */
    double again_seconds; /* processor time of what did not end before; 0: none */
    struct ll_fork_server *server; /* may run the program; NULL: none */
    uint32_t first, last;          /* units */
    struct ll_limits limits;
    double most_seconds; /* of all processes together, by the clock; 0: no limit */
};

/* A unit in which the process ended. */
struct ll_death {
    uint32_t unit;
    struct ll_ended ended;
    struct ll_limits limits; /* that it had */
    char *note;              /* owned: what the tool says of the end; NULL: nothing */
};

struct ll_trial {
    struct ll_transcript units;   /* of all processes */
    struct ll_malloc_trace trace; /* Valgrind's tools: of all processes; `outside` is
                                that of the one with the most */
    struct ll_diags diags;        /* without the canaries; only what has a frame of the
                                     lesson's or the submission's */
    struct ll_death *deaths;      /* owned */
    size_t death_count;
    uint32_t given_up;    /* from this unit on, none had its turn; 0: all had */
    bool whole;           /* every unit had its turn */
    bool served;          /* by the server */
    char *tampered;       /* owned: what was done to the tool or the transcript; NULL */
    char *broken;         /* owned: why the tool itself failed; NULL */
    struct ll_buf output; /* what was printed, the driver's */
    unsigned processes;
    double seconds, cpu_seconds;
};

/* Run it: each process by order->server if that works, else on its own. -1 only when we
 * failed. Release in any case. */
int ll_trial_run(const struct ll_trial_order *order, struct ll_trial *trial,
                 struct ll_error *err) LL_MUST_CHECK;
void ll_trial_release(struct ll_trial *trial);

/* Run it by order->server alone. 0: the trial is done; 1: something was not in order,
 * and nothing of the trial counts; -1 when we failed. Release in any case. */
int ll_trial_serve(const struct ll_trial_order *order, struct ll_trial *trial,
                   struct ll_error *err) LL_MUST_CHECK;

/* How the process ended in that unit; NULL: it did not. */
const struct ll_death *ll_trial_death(const struct ll_trial *trial, uint32_t unit);

/* Whether it was stopped there, as it did not end. */
bool ll_trial_hung(const struct ll_trial *trial, uint32_t unit);

#endif
