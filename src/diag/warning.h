/* SPDX-License-Identifier: MIT
 *
 * warning: what the compiler warned of, and which fault it is about. A warning is no
 * fault and changes no verdict.
 */
#ifndef LL_DIAG_WARNING_H
#define LL_DIAG_WARNING_H

#include "diag/diag.h"

struct ll_warning {
    char *file;     /* as the compiler named it */
    char *function; /* in which it is; NULL: not told */
    char *text;     /* "format '%d' expects argument of type 'int *', ..." */
    char *option;   /* "-Wformat="; NULL: none */
    unsigned line;
    unsigned column; /* 0: not told */
};

struct ll_warnings {
    struct ll_warning *items; /* owned, in the order of the compiler */
    size_t count;
    size_t cap;
};

/* Append the warnings in `said`, a compiler's messages (NULL: none). One that is known
 * already, from another build, is left out. */
int ll_warnings_read(struct ll_warnings *warnings, const char *said,
                     struct ll_error *err) LL_MUST_CHECK;
void ll_warnings_release(struct ll_warnings *warnings);

/* Tell those of a .pyx by the names that it has there, and leave out those of what
 * Cython added. False when memory ran out. */
bool ll_warnings_rename(struct ll_warnings *warnings);

/* Whether the warning is about this fault: about a line of it, about its variable, or,
 * if it is of a kind that explains faults, about the function in which it happened. */
bool ll_warning_concerns(const struct ll_warning *warning, const struct ll_diag *diag,
                         const char *const *roots);

/* Of the faults of one build: make the use of a NULL that stands for the address of a
 * local variable a stack escape (see escape.h). `warnings` are those of this build. */
int ll_warnings_explain_nulls(const struct ll_warnings *warnings,
                              struct ll_diags *diags, const char *const *roots,
                              struct ll_error *err) LL_MUST_CHECK;

/* Let the warnings explain the faults that they prove the cause of: a crash in a line
 * that uses a variable without a value is an uninitialised use, and a NULL pointer may
 * be the address of a local variable that a function returns. */
int ll_warnings_explain(const struct ll_warnings *warnings, struct ll_diags *diags,
                        const char *const *roots, struct ll_error *err) LL_MUST_CHECK;

#endif
