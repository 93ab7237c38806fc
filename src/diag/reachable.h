/* SPDX-License-Identifier: MIT
 *
 * reachable: decides what memory counts as that is still reachable when a program ends.
 *
 * A pointer to such a block is left, so no tool can tell whether the program still
 * needs it. Two ways to decide are simple: it never counts, or it always does. The
 * third one compares two runs of the program:
 *
 *     10 visitors     10 blocks of line 21    1 block of line 40
 *     1000 visitors   1000 blocks             1 block
 *                     it grows: a fault       a table: a note
 *
 * It grows where the run with more input keeps at least twice as many bytes.
 */
#ifndef LL_DIAG_REACHABLE_H
#define LL_DIAG_REACHABLE_H

#include "diag/diag.h"

/* What memory counts as that is still reachable when a program ends. */
enum ll_reachable {
    LL_REACHABLE_NOTE,  /* never a fault: MEM31-C-EX1 */
    LL_REACHABLE_FAULT, /* each block of it is kept too long */
    LL_REACHABLE_GROWS, /* kept too long is what a run with more input has more of */
};

/* "note", "fault", "grows". False when there is no such name. */
bool ll_reachable_from_name(const char *name, enum ll_reachable *reachable);

/* Make what is still reachable in `diags` kept too long where it counts as a fault.
 * `more`: LL_REACHABLE_GROWS: what the same tool saw in the run with more input; a
 * fault that only that run has is added, too. Nothing is compared where a signal ended
 * one of the runs: then it did not come to its frees. On failure `diags` has some of
 * it. */
int ll_diags_judge_reachable(struct ll_diags *diags, enum ll_reachable reachable,
                             const struct ll_diags *more, const char *const *roots,
                             struct ll_error *err) LL_MUST_CHECK;

#endif
