/* SPDX-License-Identifier: MIT
 *
 * examine: all trials of one submission, and what they say together.
 *
 *   bare:     driver and tests ─┐
 *   memcheck: driver and tests ─┤
 *   asan:     driver            ├─► each unit: is it as the solution's, in every trial?
 *   asan:     tests             ├─► the faults, merged, those of the driver as at home
 *   fenced:   driver and tests ─┘
 *
 * The driver's faults are those that `leaklab lesson` shows. A fault that only a test
 * brings to light comes on top of them, and so does a block that a test leaves behind,
 * also where something still points to it. A test that fails is judged by its failure
 * alone: what it did after that may not be the submission's doing.
 *
 * The bare trial comes first, as it is the fastest by far: what takes a tenth of the
 * time limit in it would exceed the limit under memcheck, and does not end.
 *
 * The fenced trial counts only where no tool saw a fault: what then goes wrong in it
 * was hidden from the tools.
 */
#ifndef LL_GRADE_EXAMINE_H
#define LL_GRADE_EXAMINE_H

#include "submission/compile.h"
#include "grade/reference.h"
#include "grade/trial.h"

enum ll_trial_kind {
    LL_TRIAL_MEMCHECK,
    LL_TRIAL_ASAN,       /* the driver */
    LL_TRIAL_ASAN_TESTS, /* the tests */
    LL_TRIAL_BARE,
    LL_TRIAL_FENCED, /* bare, each block in pages of its own */
    LL_TRIAL_COUNT
};

struct ll_unit_outcome {
    bool passed;
    bool ended;    /* in every trial */
    char *message; /* owned: why it did not pass; NULL: it did */
};

struct ll_examination {
    struct ll_trial trials[LL_TRIAL_COUNT];
    struct ll_unit_outcome *units; /* owned: standard->last + 1 of them */
    uint32_t unit_count;
    char *printed;         /* owned: why what the driver prints is not right; NULL */
    struct ll_diags diags; /* merged, sorted, places as the learner knows them */
    char *tampered;        /* owned; NULL: nobody did */
    char *broken;          /* owned: a tool failed; NULL */
    bool whole;            /* all that there is was watched to its end */
    bool looked_again;     /* with lastptr, where the last pointers went */
    double seconds;
};

struct ll_examine_order {
    const struct ll_harness *harness;
    const struct ll_reference *reference;
    const struct ll_compiled *compiled;                   /* linked */
    struct ll_fork_server *servers[LL_FORK_SERVER_COUNT]; /* NULL: none */
    const char *path; /* of the submission's file: for diagnoses */
    struct ll_limits limits;
};

/* -1 only when we failed. Release in any case. */
int ll_examine(const struct ll_examine_order *order, struct ll_examination *out,
               struct ll_error *err) LL_MUST_CHECK;
void ll_examination_release(struct ll_examination *examination);

#endif
