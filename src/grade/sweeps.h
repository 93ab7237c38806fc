/* SPDX-License-Identifier: MIT
 *
 * sweeps: a submission's program and its suite, with each allocation made to fail once.
 *
 * A submission can find out that it is swept: it is another program then. So what it
 * does in a sweep where nothing fails has to be what it did before, when all else was
 * judged. One that keeps blocks in a sweep only would hide those that it keeps after a
 * failure; one that asks for memory less often would leave nothing to fail.
 */
#ifndef LL_GRADE_SWEEPS_H
#define LL_GRADE_SWEEPS_H

#include "grade/examination.h"
#include "grade/fork_server.h"
#include "grade/lesson_copy.h"

/* What it did when it was not swept: the program, and its tests. */
struct ll_unswept {
    size_t allocations[2]; /* at least as many are expected in a sweep; 0: that cannot
                              be compared */
    size_t solutions[2];   /* allocations of the solution's; 0: not known */
    size_t of_driver;      /* allocations; 0: none can be made to fail */
    bool frees_all;        /* both do, and the C library keeps nothing for them */
};

void ll_unswept_fill(const struct ll_harness *harness,
                     const struct ll_reference *reference,
                     const struct ll_examination *examination,
                     struct ll_unswept *unswept);

/* The fork server of a grader's sweeps. It saves time and does nothing else: what a
 * program that it ran has left counts only where the program came to its end and was
 * forked at each allocation. Otherwise the program runs as if there were no server. */
struct ll_sweep_server {
    struct ll_fork_server *server; /* borrowed; NULL: none */
    unsigned good, bad;            /* runs that counted, and those that did not */
};

/* Whether it does not help with this lesson: no run counted so far. */
bool ll_sweep_server_is_vain(const struct ll_sweep_server *server);

/* Sweep both, into `judgement`. The machine may be busy: where not all was tried, they
 * are swept once more, with twice the time. -1 also when that was in vain, unless it is
 * the submission's own doing: the rubric counts what was tried. */
int ll_grade_sweeps(struct ll_lesson_copy *copy, struct ll_sweep_server *server,
                    struct ll_judgement *judgement, double *seconds,
                    struct ll_error *err) LL_MUST_CHECK;

/* Why less was tried than there is, and none of it was a fault, in words; NULL: all was
 * tried, or there are faults. `own`: it used up the processor time, or does not come to
 * its end though nothing fails and it did when it was not swept, whatever else the
 * machine does. */
const char *ll_grade_sweeps_trouble(const struct ll_judgement *judgement, bool *own);

/* What they did otherwise than before, though nothing failed, in words; NULL: nothing.
 */
const char *ll_grade_sweeps_differ(const struct ll_unswept *unswept,
                                   const struct ll_judgement *judgement);

#endif
