/* SPDX-License-Identifier: MIT
 *
 * sweep: each allocation of a program fails once, alone and with all that follow, and
 * each failure is judged.
 *
 *                       ┌ 1   ─► outcome, diagnoses ┐  same cause
 *   subject ─► base run ┤ 1+  ─► …                  ├──► groups ─► report
 *              (nothing └ 2 …                       ┘
 *               fails)
 *
 * The program is built once for each tool and started once under it; the runtime forks
 * it at each allocation (see runtime/sweep.h). Where forking would disturb what it
 * does, it is run anew for each failure, which takes longer, and the sweep says so.
 *
 * A failure is judged against the run in which nothing fails: what is at fault there
 * is no matter of the failure.
 */
#ifndef LL_SWEEP_SWEEP_H
#define LL_SWEEP_SWEEP_H

#include "session/session.h"

enum ll_outcome {
    LL_WENT_ON,      /* it ended as it does when nothing fails */
    LL_GAVE_UP,      /* it ended in order, with another exit status */
    LL_TEST_FAILED,  /* of a suite: an assertion noticed */
    LL_ABORTED,      /* it called abort(), or an assert() did: deliberately */
    LL_UNJUDGED,     /* a tool did not get to the end: see the run's note */
    LL_LEAKED,       /* it ended and lost memory */
    LL_NO_END,       /* it did not end */
    LL_CORRUPTED,    /* it used memory that is not its own, or freed it twice */
    LL_CRASHED,      /* a signal ended it */
    LL_OUTCOME_COUNT /* from LL_LEAKED on they are faults */
};

const char *ll_outcome_name(enum ll_outcome outcome); /* "went-on", "crashed", ... */
bool ll_outcome_is_fault(enum ll_outcome outcome);

/* One allocation that failed. */
struct ll_attempt {
    unsigned long number; /* from 1, in the order of the run */
    bool with_all;        /* and all that follow */
    char *function;       /* "realloc" */
    char *through;        /* the library function that needed it: "asprintf"; NULL */
    char *test;           /* of a suite: in which test; NULL */
    unsigned long long bytes; /* asked for */
    struct ll_stack site;     /* where, innermost frame first */
    enum ll_outcome outcome;
    struct ll_subject subject; /* its `sweep` repeats this failure; owns nothing else */
    struct ll_result result;   /* a run for each tool that tried it */
    size_t same_as; /* the first attempt with the same cause; its own index: none is */
};

struct ll_sweep {
    struct ll_result base;       /* nothing failed; a run for each tool */
    struct ll_attempt *attempts; /* by number; owned */
    size_t count;
    unsigned long allocations; /* of the base run */
    unsigned long untried;     /* of these, no failure was tried */
    bool distinct;             /* on purpose: their call stacks were tried */
    bool late;                 /* because the time was up */
    char *unfit;               /* why it was run anew for each failure, "it has
                                  threads"; NULL: it was not */
    double seconds;
    bool recalled; /* it was remembered */
};

struct ll_sweep_options {
    const struct ll_tool *const *tools; /* NULL-terminated; none that reads sources */
    double seconds;                     /* for all of it, each tool by itself */
    unsigned long only;                 /* this failure only; 0: all */
    bool only_with_all;
    const char *suppress; /* a function: blocks allocated in it or below it do not count
                             as lost, a library's known fault; NULL: none */
    bool distinct; /* one failure for each call stack that allocates, and no more */
    bool recall;   /* a sweep without faults that was remembered will do; it has no
                      attempts */
    bool rerun;    /* run anew for each failure, whether needed or not */
};

/* The answer from memory alone: 1 and a recalled sweep, or 0, or -1 on our failure. */
int ll_sweep_recall(const struct ll_session *session, const struct ll_subject *subject,
                    const struct ll_sweep_options *options, struct ll_sweep *sweep,
                    struct ll_error *err) LL_MUST_CHECK;

/* Sweep `subject`. 0 when it was done, whatever came of it: also when the program
 * cannot be built or run (the runs of `base` say why; there are no attempts then).
 * Release `sweep` with ll_sweep_release(), also after a failure. */
int ll_sweep_run(const struct ll_session *session, const struct ll_subject *subject,
                 const struct ll_sweep_options *options, struct ll_sweep *sweep,
                 struct ll_error *err) LL_MUST_CHECK;
void ll_sweep_release(struct ll_sweep *sweep);

/* How many causes there are among the attempts that are faults. */
size_t ll_sweep_faults(const struct ll_sweep *sweep);

/* Pass: every failure was tried and none is a fault. */
enum ll_verdict ll_sweep_verdict(const struct ll_sweep *sweep);

/* How many allocations there are of which some failure was tried, and none is a
 * fault. */
unsigned long ll_sweep_survived(const struct ll_sweep *sweep);

#endif
