/* SPDX-License-Identifier: MIT
 *
 * similarity: finds submissions that are near-identical.
 *
 *   text ─► tokens ─► every run of TOKENS tokens, hashed ─► one of each WINDOW is kept
 *
 * Comments, white space, includes and the names that a programmer chooses make no
 * difference. Code that the lesson hands out does not count, and neither does code that
 * a quarter of the class has. What is left of two submissions is compared, if that is
 * some ten lines: the line that mends an exercise looks the same in every correct
 * submission. A group is a remark, not a proof.
 *
 * The method is winnowing (Schleimer, Wilkerson, Aiken, SIGMOD 2003): it finds every
 * shared run of TOKENS + WINDOW - 1 tokens.
 */
#ifndef LL_CLASS_SIMILARITY_H
#define LL_CLASS_SIMILARITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Fingerprints, ascending, each once. */
struct ll_fingerprints {
    uint64_t *items; /* owned */
    size_t count;
};

void ll_fingerprints_release(struct ll_fingerprints *prints);

/* Add the fingerprints of a C source: those that winnowing keeps, or `all` of them,
 * which is for a base that others are compared without. On error `prints` is unchanged.
 */
int ll_fingerprints_add(struct ll_fingerprints *prints, const char *text, size_t length,
                        bool all, struct ll_error *err) LL_MUST_CHECK;

/* Remove the fingerprints that `base` has. */
void ll_fingerprints_without(struct ll_fingerprints *prints,
                             const struct ll_fingerprints *base);

/* Submissions that belong together: from each of them one comes to each other one over
 * pairs that are near-identical. */
struct ll_similar_group {
    size_t *members;      /* owned, ascending */
    size_t count;         /* at least 2 */
    unsigned least, most; /* per cent of their own code that a pair shares */
};

struct ll_similarity {
    struct ll_similar_group *groups; /* owned; the most alike first */
    size_t count;
};

void ll_similarity_release(struct ll_similarity *alike);

/* Find the groups of `all` that are near-identical. Changes the fingerprints in `all`.
 */
int ll_similarity_find(struct ll_fingerprints *all, size_t count,
                       struct ll_similarity *alike, struct ll_error *err) LL_MUST_CHECK;

#endif
