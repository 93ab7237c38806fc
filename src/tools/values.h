/* SPDX-License-Identifier: MIT
 *
 * values: adds to faults what variables held, from the snapshots that a program left
 * (values/explain.h), in a process apart.
 *
 *     snapshots, program, sources ─► values/, apart ─► diag.values, diag.path,
 *                                                      diag.type, diag.operation
 *
 * The program could write anything into its snapshots, and its source shapes the debug
 * information: one with 40,000 nested blocks overflows libdw's stack. So all of it is
 * read in a process that can only compute and answer (jail/apart.h). Of its answer
 * nothing but these four is taken, and no verdict depends on them.
 */
#ifndef LL_TOOLS_VALUES_H
#define LL_TOOLS_VALUES_H

#include "base/buf.h"
#include "base/error.h"
#include "diag/diag.h"

/* The text of a source, under the name that diagnoses and debug information have. */
struct ll_source {
    char *file; /* owned */
    struct ll_buf text;
};

struct ll_sources {
    struct ll_source *items; /* owned */
    size_t count;
};

/* Add a copy of `text` (NULL: what the file `from` holds). -1: it cannot be read, or
 * memory ran out. */
int ll_sources_add(struct ll_sources *sources, const char *file, const char *from,
                   const struct ll_buf *text, struct ll_error *err) LL_MUST_CHECK;
void ll_sources_release(struct ll_sources *sources);

/* What it is told from. All is borrowed. */
struct ll_values_apart {
    const struct ll_buf *snapshots; /* a file's content */
    const struct ll_buf *program;   /* the executable that left them */
    const struct ll_sources *sources;
    bool hide_others; /* of functions in other sources only the names are told */
    double seconds;   /* of the clock */
    bool allow_weak;  /* as in apart.h */
};

/* Explain those of `diags` that happened where one of the snapshots was taken. Where
 * nothing can be told, they stay as they are. -1 when we failed. */
int ll_values_explain_apart(const struct ll_values_apart *apart, struct ll_diags *diags,
                            struct ll_error *err) LL_MUST_CHECK;

/* The same for a program that ran here: `snapshots` is the file that it left, which may
 * be missing, `program` the executable. The sources are those that `diags` name. */
int ll_values_explain_run(const char *snapshots, const char *program,
                          struct ll_diags *diags, struct ll_error *err) LL_MUST_CHECK;

#endif
