/* SPDX-License-Identifier: MIT
 *
 * cause: which failures have one cause, and which of them stands for it.
 *
 * The cause of a failure is a place in the reader's code:
 *
 *     the same result was not checked   the line that asked for the memory, whichever
 *                                       line the program then crashed at
 *     a block was lost                  the same faults, and the same line of the
 *                                       function that both the failure and the fault
 *                                       came from
 *     anything else                     the same faults, and that line or the line that
 *                                       called malloc
 *
 * One failing allocation shows more than many: a failure of one allocation and all
 * after it stands for a cause only where no single failure leads to it.
 */
#ifndef LL_SWEEP_CAUSE_H
#define LL_SWEEP_CAUSE_H

#include "sweep/sweep.h"

/* Fill `same_as`, `source`, `asked` and `unchecked` of each attempt. The attempts are
 * sorted, and their diagnoses complete but for where blocks were lost. */
void ll_causes_find(struct ll_sweep *sweep, const char *const *roots);

/* Join causes whose blocks were lost at the same line, once that is known. */
void ll_causes_join(struct ll_sweep *sweep, const char *const *roots);

/* Whether who mends the one cause mends the other: they are at the same line, and what
 * follows is the same. They may be of a program and of its suite. */
bool ll_causes_alike(const struct ll_attempt *a, const struct ll_attempt *b,
                     const char *const *roots);

#endif
