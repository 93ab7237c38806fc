/* SPDX-License-Identifier: MIT
 *
 * terms: the words that people and tools use for faults, and the kinds that they stand
 * for: "memory leak", "segfault", "heap-buffer-overflow". They are accepted wherever a
 * kind is.
 *
 * Capitals do not count, nor whether words are joined by '-', '_' or a blank, nor an
 * 's' at the end.
 */
#ifndef LL_DIAG_TERMS_H
#define LL_DIAG_TERMS_H

#include "diag/diag.h"

enum { LL_TERM_KINDS_MAX = 6 };

struct ll_term {
    const char *word;                      /* small letters and single blanks */
    enum ll_kind kinds[LL_TERM_KINDS_MAX]; /* any of them is meant; the most common one
                                              comes first */
    size_t count;
};

/* The term of that word; NULL: it is not known. Static. */
const struct ll_term *ll_term_find(const char *word);

/* Whether the term stands for that kind, too. */
bool ll_term_means(const struct ll_term *term, enum ll_kind kind);

/* Append ": did you mean 'double free'?" if a term is spelt almost like `word`. */
void ll_term_suggest(const char *word, struct ll_buf *out);

#endif
