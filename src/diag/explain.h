/* SPDX-License-Identifier: MIT
 *
 * explain: what a fault means, in words for someone in the first month of C.
 *
 * Texts depend on the kind, never on a tool's wording. They explain each technical term
 * and blame nobody.
 */
#ifndef LL_DIAG_EXPLAIN_H
#define LL_DIAG_EXPLAIN_H

#include "diag/diag.h"

struct ll_explanation {
    enum ll_kind kind;
    const char *title;    /* "definitely lost: memory that nobody can free any more" */
    const char *happened; /* what happened, one or two sentences */
    const char *wrong;    /* why it is wrong, what it leads to */
    const char *look;     /* where to look first */
    const char *example;  /* three to eight lines of C with the fault, one '\n' each */
    const char *mended;   /* the same, mended */
    const char *refs;     /* "CWE-401 · MEM31-C" */
};

/* The explanation of `kind`; never NULL; static. */
const struct ll_explanation *ll_explain(enum ll_kind kind);

/* Append the explanation of this one fault: a paragraph of plain text, not wrapped. It
 * uses what is known: how the last pointer was lost, the variable, reading or writing,
 * before or after the block, the signal.
 * "realloc failed and returned NULL, but it did not free the old block ..." */
void ll_explain_diag(const struct ll_diag *diag, struct ll_buf *out);

/* One line that names the fault with its figures, without a file name:
 * "32 bytes were lost for good", "4 bytes were written right past the end of a
 * block of 40 bytes". Appended to `out`. */
void ll_diag_headline(const struct ll_diag *diag, struct ll_buf *out);

/* Append where to look first for this fault: one line. */
void ll_diag_look(const struct ll_diag *diag, struct ll_buf *out);

/* ---- marks ---------------------------------------------------------------
 * The places in the reader's sources that a fault is about, in the order of time:
 * allocated, freed, lost or used. LL_ROLE_STARTED: where a thread was started that took
 * part in the fault. LL_ROLE_OTHER: what the other thread did. LL_ROLE_CALLED: the call
 * of a function of the reader's that allocated the block and has returned since, such
 * as xmalloc() or make_node(). */

enum ll_role {
    LL_ROLE_ALLOCATED,
    LL_ROLE_CALLED,
    LL_ROLE_FREED,
    LL_ROLE_LOST,
    LL_ROLE_STARTED,
    LL_ROLE_OTHER,
    LL_ROLE_AT
};

struct ll_mark {
    enum ll_role role;
    const struct ll_frame *frame; /* borrowed from the diagnosis */
    char caption[160];            /* "these 32 bytes were allocated here" */
};

#define LL_MARKS_MAX 8

/* Fill `marks` and return how many. */
size_t ll_diag_marks(const struct ll_diag *diag, const char *const *roots,
                     struct ll_mark marks[LL_MARKS_MAX]);

/* The mark that an editor should jump to: where it was lost if known, else where it
 * happened, else where it was allocated. NULL: there is no mark. */
const struct ll_mark *ll_diag_main_mark(const struct ll_mark *marks, size_t count);

/* Append the headline and, where the main mark tells more than that it happened there,
 * its caption: "32 bytes were lost for good: the last pointer to them, `data`, was
 * overwritten here". For formats that have one line at that mark; `main` may be NULL.
 */
void ll_diag_summary(const struct ll_diag *diag, const struct ll_mark *main,
                     struct ll_buf *out);

#endif
