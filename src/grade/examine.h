/* SPDX-License-Identifier: MIT
 *
 * examine: runs all trials of one submission and finds out what they say together.
 *
 *   fenced:   driver and tests ─┐
 *  (bare:     driver and tests) ┤
 *   memcheck: driver and tests  ├─► units (examine_units.h)   does each of them do in
 *   asan:     driver            │                             every trial what the
 *   asan:     tests            ─┘                             solution does?
 *                               └─► faults (examine_faults.h) merged, as at home
 *
 * The fenced trial, without a tool, comes first, as it is by far the fastest. A unit
 * that takes a twentieth of the time limit in it would exceed the limit under memcheck,
 * and counts as hanging. The bare trial is run only where the fenced one is not in
 * order.
 */
#ifndef LL_GRADE_EXAMINE_H
#define LL_GRADE_EXAMINE_H

#include "grade/examination.h"

/* Examine it. When a tool was tampered with or failed, the examination ends there and
 * out->tampered or out->broken says why. -1 only when we failed. Release `out` with
 * ll_examination_release() in any case. */
int ll_examine(const struct ll_examine_order *order, struct ll_examination *out,
               struct ll_error *err) LL_MUST_CHECK;

#endif
