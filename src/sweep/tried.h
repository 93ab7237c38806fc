/* SPDX-License-Identifier: MIT
 *
 * tried: what one tool saw of one failing allocation: how the process ended, and which
 * faults the failure caused.
 */
#ifndef LL_SWEEP_TRIED_H
#define LL_SWEEP_TRIED_H

#include "session/run.h"
#include "sweep/log.h"

struct ll_tried {
    unsigned long number;
    bool with_all;
    bool aborted, asserted;
    bool left;            /* it called exit(), abort() or the like */
    struct ll_stack quit; /* where it did so, though it had to return; empty: it did
                             not, or it did not have to */
    long long kept;       /* of a suite: see struct ll_child */
    const char *ended_in; /* the allocator in which the program ended itself: a row of
                             the subject's; NULL: none */
    struct ll_run run;
};

/* Fill `tried`, which is empty, with how the process of the failure ended: `child`, and
 * `left`, where it ended itself; NULL: it did not. Release it in any case. */
int ll_tried_begin(struct ll_tried *tried, const struct ll_tool *tool,
                   const struct ll_subject *subject, const struct ll_child *child,
                   const struct ll_left *left, struct ll_error *err) LL_MUST_CHECK;

/* Read the tool's reports on the failure, which are in `dir`. What is seen when nothing
 * fails (`base`), too, is no fault of the failure's; nor is a leak whose block was
 * allocated below the function `suppress`; NULL: no function. */
int ll_tried_read(struct ll_tried *tried, const struct ll_subject *subject,
                  const char *dir, const char *program, const struct ll_diags *base,
                  const char *suppress, struct ll_error *err) LL_MUST_CHECK;

/* As ll_run_read() of session/run.h, of a run in a sweep. There the C library does not
 * free its own at the end, and of some blocks it keeps no pointer to their start: those
 * are left out. */
int ll_tried_read_run(const struct ll_subject *subject,
                      const struct ll_tool_run *tool_run, struct ll_run *run,
                      struct ll_error *err) LL_MUST_CHECK;

void ll_tried_release(struct ll_tried *tried);

/* Whether the base run reports the whole of it, too: what is left of a leak with more
 * blocks is that of the failure, and stays in `diag`. */
bool ll_tried_is_of_base(struct ll_diag *diag, const struct ll_diags *base,
                         const char *const *roots);

/* Whether the program's own code asked for the block. */
bool ll_tried_is_programs(const struct ll_diag *diag, const char *const *roots);

#endif
