/* SPDX-License-Identifier: MIT
 *
 * explain: adds values and calls to the faults of which a program left a snapshot.
 *
 *     a program's snapshots ────────┐
 *     the program's DWARF ──────────┼─► diag.values  i = 10, `a` has 10 elements …
 *     its sources ──────────────────┘   diag.path    main → average(count = 10)
 *
 * A fault is known by its place. A loss is known by its calls and by where the block
 * was allocated: its values are those right after the loss.
 *
 * Nothing here changes what was found: without a snapshot, or where it does not fit,
 * the faults stay as they are.
 */
#ifndef LL_VALUES_EXPLAIN_H
#define LL_VALUES_EXPLAIN_H

#include "base/error.h"
#include "diag/diag.h"
#include "values/program.h"

/* What an explanation is made from. All is borrowed. */
struct ll_values_order {
    const struct ll_buf *snapshots; /* a file's content */
    const struct ll_program *program;

    /* Append the text of the source that debug information calls `file`. False: there
     * is none. */
    bool (*read)(void *data, const char *file, struct ll_buf *to);

    /* Whether nothing is told of functions in that source but their names. NULL: none
     * is hidden. */
    bool (*is_hidden)(void *data, const char *file);
    void *data; /* for both */
};

/* Explain those of `diags` that happened where one of the snapshots was taken. The
 * snapshots may hold anything; the time is bounded all the same. -1: memory ran out. */
int ll_values_explain_order(const struct ll_values_order *order, struct ll_diags *diags,
                            struct ll_error *err) LL_MUST_CHECK;

#endif
