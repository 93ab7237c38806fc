/* SPDX-License-Identifier: MIT
 *
 * explain: adds values and calls to the faults of which a program left a snapshot.
 *
 *     snapshots of the run's folder ┐
 *     the program's DWARF ──────────┼─► diag.values  i = 10, `a` has 10 elements …
 *     its sources ──────────────────┘   diag.path    main → average(count = 10)
 *
 * Nothing here changes what was found: without a snapshot, or where it does not fit,
 * the faults stay as they are.
 */
#ifndef LL_VALUES_EXPLAIN_H
#define LL_VALUES_EXPLAIN_H

#include "base/error.h"
#include "diag/diag.h"

/* Explain those of `diags` that happened where a snapshot in
 * the file `snapshots` was taken. `program` is the executable. -1: memory ran out. */
int ll_values_explain(const char *snapshots, const char *program,
                      struct ll_diags *diags, struct ll_error *err) LL_MUST_CHECK;

#endif
