/* SPDX-License-Identifier: MIT
 *
 * matrix: which tool sees which fault. Every wrong half of some lessons under every
 * tool, compiled without and with optimisation.
 *
 * What a cell says comes from a fresh run; why a tool is blind, from the lesson's
 * manifest (`silent`), or, where that tool looks for no such thing at all, from the
 * tool's row. A blind cell without a reason is a finding.
 */
#ifndef LL_AUTHOR_MATRIX_H
#define LL_AUTHOR_MATRIX_H

#include "session/session.h"

enum ll_sight {
    LL_SIGHT_SEES,     /* it names a line that the lesson marks */
    LL_SIGHT_NOTICES,  /* it reports something, and no such line */
    LL_SIGHT_BLIND,    /* it says nothing */
    LL_SIGHT_UNJUDGED, /* its run came to no end that counts */
    LL_SIGHT_NO_TOOL,  /* this machine lacks it */
};

const char *ll_sight_name(enum ll_sight sight); /* "sees", "notices", ... */

struct ll_cell {
    enum ll_sight sight;
    char *words; /* owned: what it reports, or why it does not; NULL: a blind cell for
                    which no reason is given */
};

enum { LL_LEVELS = 2 };
extern const char *const ll_levels[LL_LEVELS]; /* "-O0", "-O2" */

struct ll_matrix_row {
    unsigned lesson;
    char *slug, *file;     /* owned */
    struct ll_cell *cells; /* owned: for each tool, LL_LEVELS of them */
};

struct ll_matrix {
    const struct ll_tool **tools; /* owned array; tool_count */
    char **versions;              /* owned: of each tool; NULL: it is missing */
    size_t tool_count;
    struct ll_matrix_row *rows; /* owned, in the order of the lessons */
    size_t row_count;
};

/* Fill `matrix` for the lessons in `folders`. Release it with ll_matrix_release(), also
 * after a failure. */
int ll_matrix_make(const struct ll_session *session, const struct ll_strings *folders,
                   struct ll_matrix *matrix, struct ll_error *err) LL_MUST_CHECK;
void ll_matrix_release(struct ll_matrix *matrix);

/* Append a line for each blind cell without a reason. */
int ll_matrix_findings(const struct ll_matrix *matrix, struct ll_strings *findings,
                       struct ll_error *err) LL_MUST_CHECK;

#endif
