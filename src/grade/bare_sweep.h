/* SPDX-License-Identifier: MIT
 *
 * bare_sweep: makes some allocations of a submission's program fail where no tool runs
 * it, in the program that was graded, which cannot tell that one will fail.
 *
 * A program that is swept is linked otherwise and can find that out. One that looks at
 * what malloc returns only then is seen here: it crashes, does not end, ends the
 * program in place of returning, or keeps blocks. Which allocations fail is random: the
 * driver's, one alone, or with all after it. Tests are not run: after a failure, one
 * may use what it did not get.
 */
#ifndef LL_GRADE_BARE_SWEEP_H
#define LL_GRADE_BARE_SWEEP_H

#include "grade/reference.h"
#include "submission/compile.h"

struct ll_bare_sweep_order {
    const struct ll_harness *harness;
    const struct ll_reference *reference;
    const struct ll_compiled *compiled; /* linked */
    struct ll_limits limits;
    size_t allocations; /* of the driver; 0: nothing is tried */
    bool frees_all;     /* whatever fails, the driver has to give back all */
};

/* Append to `wrong` what went wrong, in words; nothing: all was in order. */
int ll_bare_sweep(const struct ll_bare_sweep_order *order, struct ll_buf *wrong,
                  double *seconds, struct ll_error *err) LL_MUST_CHECK;

#endif
