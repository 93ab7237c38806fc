/* SPDX-License-Identifier: MIT
 *
 * moments: when in a log of events the faults of a run happened.
 *
 * A lost block is known by the lines where it was allocated and where its last pointer
 * went, by how it went and by its size. Of any other fault only its line is known: at
 * which of the times that the line ran is for the page to find, from the variables.
 */
#ifndef LL_PICTURE_MOMENTS_H
#define LL_PICTURE_MOMENTS_H

#include <stdint.h>

#include "diag/diag.h"

enum { LL_MOMENT_VISITS = 4 };

struct ll_moment {
    uint64_t block; /* its number in the log; 0: not known */
    bool has_event;
    size_t event;                    /* from 0, without definitions of names */
    size_t visits[LL_MOMENT_VISITS]; /* events: the first and last times that the
                                        fault's line ran, where `has_event` is false */
    size_t visit_count;
};

/* What a log is. */
struct ll_log_size {
    size_t events;
    size_t blocks;           /* that were allocated */
    bool is_whole;           /* it has an end, and that is not its limit */
    struct ll_moment denied; /* of the first allocation that was made to fail */
};

/* Fill `moments[i]` for `diags->items[i]`, as far as the log knows it. `roots` are the
 * folders of the reader's own code. */
int ll_moments_find(const char *log, const struct ll_diags *diags,
                    const char *const *roots, struct ll_moment *moments,
                    struct ll_log_size *size, struct ll_error *err) LL_MUST_CHECK;

#endif
