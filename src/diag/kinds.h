/* SPDX-License-Identifier: MIT
 *
 * kinds: all that is special about each kind of fault, one row a kind. For this folder
 * alone: other rooms use the functions of diag.h and explain.h.
 *
 * A new kind is a name in enum ll_kind (diag.h) and a row in kinds.c. The parsers of
 * the tools that see it have to produce it, and blind() in the rows of the other tools
 * has to say why they do not.
 */
#ifndef LL_DIAG_KINDS_H
#define LL_DIAG_KINDS_H

#include "diag/explain.h"

struct ll_kind_row {
    const char *name;   /* see ll_kind_name() */
    int rank;           /* the lowest is told first */
    bool is_leak;       /* a block that was not freed */
    bool is_note;       /* no fault */
    bool by_allocation; /* one fault is told from another by where it was allocated,
                           not by where it happened */

    void (*headline)(const struct ll_diag *diag, struct ll_buf *out);
    void (*explain)(const struct ll_diag *diag, const struct ll_explanation *general,
                    struct ll_buf *out);
    struct ll_explanation general;

    /* Where to look first, unless more is known: see look.c. */
    const char *look_at, *nameless;

    /* Captions of marks. `here`: where it happened; or say_here() tells. */
    const char *here;
    void (*say_here)(const struct ll_diag *diag, struct ll_buf *out);
    const char *allocated_here; /* NULL: "the block was allocated here" */
};

/* Never NULL; static. */
const struct ll_kind_row *ll_kind_row(enum ll_kind kind);

#endif
