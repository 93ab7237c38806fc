/* SPDX-License-Identifier: MIT
 *
 * alike: which submissions are near-identical.
 *
 *   text ─► tokens ─► every run of TOKENS tokens, hashed ─► one of each WINDOW is kept
 *
 * Comments, white space, includes and the names that a programmer chooses make no
 * difference; what the lesson hands out counts for nobody, nor does what a good part
 * of the class has written. What is left of two submissions is compared. It takes some
 * ten lines of their own for two to be called alike: the line that mends an exercise
 * looks the same wherever it is right. It is a remark, never a proof.
 *
 * After: Schleimer, Wilkerson, Aiken, Winnowing, SIGMOD 2003: any shared run of
 * TOKENS + WINDOW - 1 tokens is noticed.
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
 * which is what others are freed of. On error `prints` holds what it held. */
int ll_fingerprints_add(struct ll_fingerprints *prints, const char *text, size_t length,
                        bool all, struct ll_error *err) LL_MUST_CHECK;

/* Take away what `base` has. */
void ll_fingerprints_without(struct ll_fingerprints *prints,
                             const struct ll_fingerprints *base);

struct ll_similar_pair {
    size_t a, b;      /* a < b */
    unsigned percent; /* of what is their own */
};

struct ll_similarity {
    struct ll_similar_pair *pairs; /* owned; the most alike first */
    size_t count;
};

void ll_similarity_release(struct ll_similarity *alike);

/* The pairs of `all` that are near-identical. The contents of `all` are used up. */
int ll_similarity_find(struct ll_fingerprints *all, size_t count,
                       struct ll_similarity *alike, struct ll_error *err) LL_MUST_CHECK;

#endif
