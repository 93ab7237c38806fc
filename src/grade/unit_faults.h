/* SPDX-License-Identifier: MIT
 *
 * unit_faults: adds to the faults of a submission's driver those that only its tests
 * bring to light, each once.
 *
 * Life cycle: ll_split_faults for each trial; then ll_settle_tests; then ll_add_tests.
 */
#ifndef LL_GRADE_UNIT_FAULTS_H
#define LL_GRADE_UNIT_FAULTS_H

#include "grade/examination.h"

/* Copy the diagnoses of the trial of that kind: the driver's to `driver`, those of the
 * tests that count to `tests`. All return -1 when we failed. */
int ll_split_faults(const struct ll_examine_order *order,
                    const struct ll_examination *examination, enum ll_trial_kind kind,
                    struct ll_diags *driver, struct ll_diags *tests,
                    struct ll_error *err) LL_MUST_CHECK;

/* Settle the faults of each test by themselves, as at home: each test is a process of
 * its own. */
int ll_settle_tests(const struct ll_examine_order *order, struct ll_diags *tests,
                    struct ll_error *err) LL_MUST_CHECK;

/* Add the faults of `tests` that `into` does not have. */
int ll_add_tests(const struct ll_examine_order *order, struct ll_diags *into,
                 const struct ll_diags *tests, struct ll_error *err) LL_MUST_CHECK;

#endif
