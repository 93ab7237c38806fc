/* SPDX-License-Identifier: MIT
 *
 * examine_faults: merges what all trials of a submission say of its memory into one
 * list of faults, each once, as the learner would see them at home.
 *
 * The driver's faults are those that `leaklab lesson` shows. The tests add faults that
 * only they bring to light, and blocks that they leave behind, even where something
 * still points to them. A test that fails is judged by its failure alone: what happened
 * after that may not be the submission's doing.
 *
 * The fenced trial counts only when no tool saw a fault: what goes wrong in it then was
 * hidden from the tools.
 */
#ifndef LL_GRADE_EXAMINE_FAULTS_H
#define LL_GRADE_EXAMINE_FAULTS_H

#include "grade/examination.h"

/* Fill in out->diags from out->trials and out->units; runs lastptr where there is a
 * leak. -1 when we failed. */
int ll_examine_faults(const struct ll_examine_order *order, struct ll_examination *out,
                      struct ll_error *err) LL_MUST_CHECK;

#endif
