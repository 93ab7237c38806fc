/* SPDX-License-Identifier: MIT
 *
 * cython_settle: makes of what a tool says of a module in Cython what is about the
 * .pyx: the names are the author's (cython.h), and what the module keeps for itself is
 * left out.
 */
#ifndef LL_DIAG_CYTHON_SETTLE_H
#define LL_DIAG_CYTHON_SETTLE_H

#include "diag/diag.h"

/* `text` is the source's; NULL: it is read from the files that the frames name. False
 * when memory ran out: then some have their new names. */
bool ll_cython_settle(struct ll_diags *diags, const char *text,
                      const char *const *roots);

#endif
