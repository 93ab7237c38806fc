/* SPDX-License-Identifier: MIT
 *
 * sweep: make each allocation of a program fail once, alone and with all after it, and
 * judge each failure.
 *
 *                       ┌ 1   ─► outcome, diagnoses ┐  same cause
 *   subject ─► base run ┤ 1+  ─► …                  ├──► groups ─► report
 *              (nothing └ 2 …                       ┘
 *               fails)
 *
 * The program is built once for each tool and started once under it. The runtime forks
 * it at each allocation (see runtime/swept.h). If forking would disturb the program,
 * the sweep starts it again for each failure. That takes longer, and the report says
 * so.
 *
 * A tool may be too slow to try each failure. It may take a sample: at each call stack
 * one, then others. Which ones is the same each time, so that a sweep can be repeated;
 * for an isolated program it is random, so that no submission can count on it.
 *
 * A failure is compared with the base run, in which nothing fails. Faults of the base
 * run do not count.
 */
#ifndef LL_SWEEP_SWEEP_H
#define LL_SWEEP_SWEEP_H

#include "session/session.h"

enum ll_outcome {
    LL_WENT_ON,      /* it ended as it does when nothing fails */
    LL_GAVE_UP,      /* it freed everything and ended with another exit status */
    LL_TEST_FAILED,  /* of a suite: an assertion failed */
    LL_ABORTED,      /* it called abort(), or an assert() did, on purpose */
    LL_UNJUDGED,     /* a tool did not get to the end: see the run's note */
    LL_QUIT,         /* it ended itself, where it had to return: see `returns` of
                        struct ll_subject */
    LL_LEAKED,       /* it ended and lost memory */
    LL_NO_END,       /* it did not end */
    LL_CORRUPTED,    /* it used memory that it does not own, or freed twice */
    LL_CRASHED,      /* a signal ended it */
    LL_OUTCOME_COUNT /* from LL_QUIT on they are faults */
};

const char *ll_outcome_name(enum ll_outcome outcome); /* "went-on", "crashed", ... */
bool ll_outcome_is_fault(enum ll_outcome outcome);

/* One allocation that failed. */
struct ll_attempt {
    unsigned long number; /* from 1, in the order of the run */
    bool with_all;        /* and all after it */
    char *function;       /* "realloc" */
    char *through;        /* the library function that needed it: "asprintf"; NULL */
    char *test;           /* of a suite: in which test; NULL */
    unsigned long long bytes; /* asked for */
    struct ll_stack site;     /* where, innermost frame first */
    enum ll_outcome outcome;
    struct ll_subject subject; /* its `sweep` repeats this failure; owns nothing else */
    struct ll_result result;   /* a run for each tool that tried it */
    const char *allocator; /* of the program, that asked for it: a row of the subject's
                              `allocators`; `function` is its name then. NULL: none */
    const char *ended_in;  /* the allocator in which the program ended itself, with
                              exit() or abort(); NULL: none */
    struct ll_stack left;  /* LL_QUIT: where it called exit(), abort() or the like */
    size_t same_as;        /* the attempt that stands for all with the same cause */

    /* Of a fault (see cause.h); borrowed from `site`, or NULL. */
    const struct ll_frame *asked;  /* the cause: the line that asked, with a result that
                                      was not checked, or whose way out is at fault */
    const struct ll_frame *source; /* the innermost line that belongs to the cause */
    bool unchecked; /* the text shows it: `asked` does not look at the result */
};

/* What one tool left out. */
struct ll_left_out {
    const struct ll_tool *tool;
    unsigned long count; /* allocations of which it tried no failure */
    bool late;           /* its time was over */
};

struct ll_sweep {
    struct ll_result base;        /* nothing failed; a run for each tool */
    struct ll_left_out *left_out; /* for each run of `base`; owned; NULL: recalled */
    struct ll_attempt *attempts;  /* by number; owned */
    size_t count;
    unsigned long allocations; /* of the base run */
    unsigned long fewest;      /* the same, under the tool that saw the fewest */
    unsigned long long kept;   /* bytes that the base run still had at its end, or the
                                  tests at theirs: what failures are compared with */
    unsigned long untried;     /* allocations of which a tool tried no failure: of the
                                  tool that left out most */
    bool distinct;             /* ... on purpose: one for each call stack was tried */
    bool late;                 /* ... because the time was over */
    bool waited;               /* ... though less processor time was used: the machine
                                  was busy, or the program waits */
    bool delayed; /* a base run was stopped by the clock, and would have had
                     time enough, had others not used the processors */
    char *unfit;  /* why it was run anew for each failure, "it has
                     threads"; NULL: it was not */
    double seconds;
    bool recalled; /* it comes from the cache */
};

/* The most allocations of a sample. */
enum { LL_SAMPLE_MOST = 64 }; /* LL_SWEEP_PICKS_MAX of runtime/swept.h */

/* How much a program and all its children print before it is stopped, unless the
 * session's limit is larger. */
#define LL_SWEEP_OUTPUT_BYTES ((size_t)16 << 20)

struct ll_sweep_options {
    const struct ll_tool *const
        *tools;                     /* NULL-terminated; only tools that run programs */
    const struct ll_tool *sampling; /* one more tool, with which some of the
                                       allocations fail that the first one tried; NULL:
                                       none */
    size_t sample;                  /* so many of them, at most LL_SAMPLE_MOST */
    double seconds; /* for the whole sweep, for each tool: of processor time, or three
                       times as long by the clock (see runtime/swept.h) */
    unsigned long only; /* this failure only; 0: all */
    bool only_with_all;
    const char *suppress; /* a function: blocks allocated in it or below it do not count
                             as lost, a library's known fault; NULL: none */
    bool distinct; /* one failure for each call stack that allocates, and no more */
    bool recall;   /* a sweep without faults may come from the cache; it then has no
                      attempts */
    bool rerun;    /* always start the program again for each failure */
};

/* Look the sweep up in the cache. 1: `sweep` is filled; 0: it is not there; -1: we
 * failed. */
int ll_sweep_recall(const struct ll_session *session, const struct ll_subject *subject,
                    const struct ll_sweep_options *options, struct ll_sweep *sweep,
                    struct ll_error *err) LL_MUST_CHECK;

/* Sweep `subject`. 0 when the sweep was done, whatever its result. That includes a
 * program that cannot be built or run: the runs of `base` say why, and there are no
 * attempts. Release `sweep` with ll_sweep_release(), also after a failure. */
int ll_sweep_run(const struct ll_session *session, const struct ll_subject *subject,
                 const struct ll_sweep_options *options, struct ll_sweep *sweep,
                 struct ll_error *err) LL_MUST_CHECK;
void ll_sweep_release(struct ll_sweep *sweep);

/* Count the causes of the attempts that are faults. */
size_t ll_sweep_faults(const struct ll_sweep *sweep);

/* Pass: every failure was tried and none is a fault. */
enum ll_verdict ll_sweep_verdict(const struct ll_sweep *sweep);

/* Whether the program ended under each tool when nothing failed. Under a tool where it
 * did not, no failure counts. */
bool ll_sweep_base_ended(const struct ll_sweep *sweep);

/* Count the allocations that have failed so far, in a sweep that is at work: from the
 * log that ll_session's `tell_sweep` names. 0: it is gone. */
unsigned long ll_sweep_count(const char *log);

/* Count the allocations whose failure was tried. There may be more of them than
 * `allocations`: a program may allocate more when it fails. */
unsigned long ll_sweep_tried(const struct ll_sweep *sweep);

/* Count the allocations whose failure was tried and is no fault. */
unsigned long ll_sweep_survived(const struct ll_sweep *sweep);

#endif
