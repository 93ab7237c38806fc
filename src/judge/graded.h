/* SPDX-License-Identifier: MIT
 *
 * graded: what the grading of one submission came to. Filled by grade/, shown by the
 * formats of report/, kept in a store.
 *
 * Points add up: `score` is the sum of the items' points (never below 0, never above
 * `most`). An item that could not be judged has no points and says why. "Ungradable" is
 * not zero points: the submission itself is in the way (it does not compile, it calls
 * what it must not), and a harness error is never the submission's fault.
 */
#ifndef LL_JUDGE_GRADED_H
#define LL_JUDGE_GRADED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "diag/diag.h"
#include "session/session.h"

enum ll_item_kind {
    LL_ITEM_TEST,   /* a behaviour test */
    LL_ITEM_MEMORY, /* no fault under the tools; deductions are in its points */
    LL_ITEM_SWEEP,  /* survives failing allocations */
};

struct ll_graded_item {
    enum ll_item_kind kind;
    char *name;  /* owned: "words_are_counted"; stable: other systems know it by this */
    char *title; /* owned: for people: "words are counted" */
    double points; /* got */
    double most;   /* could be had */
    enum ll_verdict verdict;
    char *message; /* owned: what went wrong, for the learner; NULL: nothing */
    bool hidden;   /* not to be shown to learners before the instructor says so */
    double seconds;
};

struct ll_graded {
    char *name;      /* owned: the submission's: its file or folder without ending */
    unsigned lesson; /* its number */
    char *exercise;  /* owned: the file that was asked for: "exercise.c" */
    char *title;     /* owned: the lesson's */
    enum ll_verdict verdict;
    double score, most;
    struct ll_graded_item *items; /* owned; in the order of the rubric */
    size_t count;
    struct ll_diags diags; /* what the tools saw, merged and sorted, as at home */
    char *why;         /* owned: ungradable or harness error: one sentence; else NULL */
    char *explanation; /* owned: for the learner, as `leaklab lesson` would say it */
    bool
        in_process; /* the weaker tier: the tests ran inside the submission's process */
    char *digest;   /* owned: SHA-256 of its sources, hexadecimal */
    double seconds; /* of work, all tools together */
};

void ll_graded_release(struct ll_graded *graded);

/* Append an item; copies the strings (NULL: none). */
int ll_graded_add(struct ll_graded *graded, const struct ll_graded_item *item,
                  struct ll_error *err) LL_MUST_CHECK;

/* A class. */
struct ll_class {
    struct ll_graded *all; /* owned, in the order of the submissions' names */
    size_t count;
    double seconds; /* from start to end */
};

void ll_class_release(struct ll_class *class);

#endif
