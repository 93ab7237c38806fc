/* SPDX-License-Identifier: MIT
 *
 * examine_units: judges each unit of a submission: whether it did in the trials what it
 * does in the solution's.
 */
#ifndef LL_GRADE_EXAMINE_UNITS_H
#define LL_GRADE_EXAMINE_UNITS_H

#include "grade/examination.h"

/* Fill in out->units from out->trials. -1 when memory ran out. */
int ll_examine_units(const struct ll_examine_order *order, struct ll_examination *out,
                     struct ll_error *err) LL_MUST_CHECK;

/* Whether the unit passed in the trial of that kind. If not, why is appended to
 * `message`. `*ended` becomes false when the unit did not come to its end.
 *
 * A unit that a tool ended at a memory fault passes if it was right until then: the
 * fault costs points for memory, and the bare trial shows whether the test passes. */
bool ll_unit_judge(const struct ll_examine_order *order, enum ll_trial_kind kind,
                   const struct ll_trial *trials, const struct ll_unit *truth,
                   bool *ended, struct ll_buf *message);

#endif
