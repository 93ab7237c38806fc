/* SPDX-License-Identifier: MIT
 *
 * losses: all that is said of each way to lose the last pointer to a block, one row a
 * way. For this folder alone.
 */
#ifndef LL_DIAG_LOSSES_H
#define LL_DIAG_LOSSES_H

#include "diag/diag.h"

struct ll_loss_row {
    enum ll_loss how;
    const char *name; /* see ll_loss_name() */

    /* The sentence that explains it: "`p` HAPPENED the block", or, where no variable
     * held the pointer, "HAPPENED the block ALONE". */
    const char *happened;
    const char *alone;

    /* Where to look first: see look.c. NULL: nothing is known. */
    const char *look_at, *nameless;

    /* The caption of the place: "BEFORE it, `p`, AFTER here". */
    const char *before, *after;
};

/* What is said of the loss of `diag`. Never NULL; static. */
const struct ll_loss_row *ll_loss_row(const struct ll_diag *diag);

#endif
