/* SPDX-License-Identifier: MIT
 *
 * matrix: find out which tool sees which fault. Runs every wrong half of the given
 * lessons under every tool, compiled without and with optimisation.
 *
 * Each cell is filled from a run. The reason why a tool sees nothing comes from the
 * lesson's manifest (`silent`), or from the tool's row if the tool does not look for
 * such faults. A cell where a tool sees nothing, without a reason, is a finding.
 */
#ifndef LL_AUTHOR_MATRIX_H
#define LL_AUTHOR_MATRIX_H

#include "session/session.h"

enum ll_sight {
    LL_SIGHT_SEES,     /* it names a line that the lesson marks */
    LL_SIGHT_NOTICES,  /* it reports something, but not at such a line */
    LL_SIGHT_BLIND,    /* it reports nothing */
    LL_SIGHT_UNJUDGED, /* its run was not complete */
    LL_SIGHT_NO_TOOL,  /* this machine lacks it */
    LL_SIGHT_UNASKED,  /* it is not for this lesson: for threads, or for Python */
};

const char *ll_sight_name(enum ll_sight sight); /* "sees", "notices", ... */

struct ll_cell {
    enum ll_sight sight;
    char *words; /* owned: what it reports, or why it reports nothing; NULL: it reports
                    nothing and no reason is given */
};

enum { LL_LEVELS = 2 };
extern const char *const ll_levels[LL_LEVELS]; /* "-O0", "-O2" */

struct ll_matrix_row {
    unsigned lesson;
    char *slug, *file;     /* owned */
    char *faults;          /* owned: the kinds that the lesson expects */
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

/* Append a line for each cell where a tool sees nothing and no reason is given. */
int ll_matrix_findings(const struct ll_matrix *matrix, struct ll_strings *findings,
                       struct ll_error *err) LL_MUST_CHECK;

#endif
