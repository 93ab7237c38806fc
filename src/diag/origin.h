/* SPDX-License-Identifier: MIT
 *
 * origin: where an unset value comes from, as a second look at the program tells it. */
#ifndef LL_DIAG_ORIGIN_H
#define LL_DIAG_ORIGIN_H

#include "diag/diag.h"

/* Whether it is the use of an unset value of which neither variable nor block is known,
 * or not the line. */
bool ll_origin_is_missing(const struct ll_diag *diag, const char *const *roots);

/* Keep of `found` what tells of an unset value that is in one of the `count` lists
 * `known`, and give those faults the place that it knows. A value may be unset for a
 * tool that does not see all the code, so what no other tool saw is dropped. False:
 * memory ran out, and `found` may have lost more. */
bool ll_origins_keep(struct ll_diags *found, struct ll_diags *const *known,
                     size_t count, const char *const *roots) LL_MUST_CHECK;

#endif
