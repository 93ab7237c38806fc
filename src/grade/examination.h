/* SPDX-License-Identifier: MIT
 *
 * examination: holds all that is found out about one submission, and answers which unit
 * (the driver, or a test) a diagnosis belongs to. examine.h fills it.
 */
#ifndef LL_GRADE_EXAMINATION_H
#define LL_GRADE_EXAMINATION_H

#include "grade/home_look.h"
#include "grade/reference.h"
#include "grade/trial.h"
#include "submission/compile.h"

enum ll_trial_kind {
    LL_TRIAL_MEMCHECK,
    LL_TRIAL_ASAN,       /* the driver */
    LL_TRIAL_ASAN_TESTS, /* the tests */
    LL_TRIAL_BARE,       /* no tool; fenced, where that is in order */
    LL_TRIAL_FENCED,     /* no tool, each block in pages of its own */
    LL_TRIAL_COUNT
};

struct ll_unit_outcome {
    bool passed;   /* in every trial but the fenced one */
    bool ended;    /* the same */
    char *message; /* owned: why it did not pass; NULL: it did */
};

struct ll_examination {
    struct ll_trial trials[LL_TRIAL_COUNT];
    struct ll_unit_outcome *units; /* owned: reference->last + 1 of them */
    uint32_t unit_count;
    char *printed;         /* owned: why what the driver prints is wrong; NULL */
    struct ll_diags diags; /* merged, sorted, with the names that the learner knows */
    char *tampered;        /* owned: what was done to a tool or a transcript; NULL */
    char *broken;          /* owned: why a tool failed; NULL */
    bool whole;            /* every unit was watched to its end by every tool */
    bool is_fenced;        /* the bare trial is the fenced one, of which nothing is kept
                              apart */
    bool looked_again;     /* lastptr was run, to see where last pointers went */
    double seconds;
};

struct ll_examine_order {
    const struct ll_harness *harness;
    const struct ll_reference *reference;
    const struct ll_compiled *compiled;                   /* linked */
    struct ll_fork_server *servers[LL_FORK_SERVER_COUNT]; /* NULL: none */
    const struct ll_home_look *look; /* with tools that only some exercises need */
    const char *path;                /* of the submission's file: for diagnoses */
    struct ll_limits limits;
};

void ll_examination_release(struct ll_examination *examination);

/* All trials of a submission may take so many times as long as one process, by the
 * clock. */
#define LL_EXAMINE_TIMES 8.0

/* The seconds that are left when `used` were; 0: there is no limit. */
double ll_examine_time_left(const struct ll_examine_order *order, double used);

/* Whether the trial of that kind runs the unit. */
bool ll_trial_covers(enum ll_trial_kind kind, uint32_t unit);

enum { LL_NO_UNIT = -1 };

/* The number of the unit in which the diagnosed fault happened, by the functions of its
 * stack; LL_NO_UNIT: none of them tells. */
long ll_unit_of_diag(const struct ll_examine_order *order, const struct ll_diag *diag);

/* The number of the test that the function is; LL_NO_UNIT: none. */
long ll_unit_of_function(const struct ll_reference *reference, const char *function);

/* Whether the frame is in the submission's own code. */
bool ll_frame_is_submissions(const struct ll_frame *frame);

/* How many of the submission's blocks a report of leaks has: those were there at the
 * end. */
size_t ll_reported_blocks(const struct ll_diags *diags);

#endif
