/* SPDX-License-Identifier: MIT
 *
 * snapshot: adds values and calls to the faults of a graded process, from the snapshots
 * that are left in its folder (runtime/snapshot.h): by AddressSanitizer's build of a
 * submission when it reports, by lastptr at its end, of the losses that it reports, and
 * in the second look at unset values (second_look.h).
 *
 *     out/snapshot.PID ─► fetch ─► tell, in a process apart ─► diag.values, diag.path
 *
 * The submission could write anything into that file, and its source shapes the debug
 * information. So both are read in a process that can only compute and answer
 * (tools/values.h).
 *
 * Of functions of the submission, of the driver and of the lesson's headers, arguments
 * and variables are told. Of all others, such as the tests', only the name is.
 */
#ifndef LL_GRADE_SNAPSHOT_H
#define LL_GRADE_SNAPSHOT_H

#include "base/strings.h"
#include "diag/diag.h"
#include "submission/harness.h"

/* Add the variable by which the program learns where its snapshot goes: into `out`. */
void ll_snapshot_variable(const char *out, struct ll_strings *env);

/* Append what it left there; nothing, when there is no such file, or it is no plain
 * file, or too large. -1 when memory ran out. */
int ll_snapshot_fetch(const char *out, struct ll_buf *to,
                      struct ll_error *err) LL_MUST_CHECK;

/* All is borrowed. */
struct ll_snapshot_order {
    const struct ll_harness *harness;
    const char *folder; /* of all sources, in debug information; NULL: of the
                           submission it is LL_SUBMISSION_ROOT, of the driver the
                           lesson's */
    const struct ll_buf *snapshot;
    const struct ll_buf *program; /* that left it */
    const struct ll_buf *source;  /* the submission's */
};

/* Add to `diags` what the snapshot tells. Where it tells nothing, they stay as they
 * are. -1 when we failed. */
int ll_snapshot_tell(const struct ll_snapshot_order *order, struct ll_diags *diags,
                     struct ll_error *err) LL_MUST_CHECK;

#endif
