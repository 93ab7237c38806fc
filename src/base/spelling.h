/* SPDX-License-Identifier: MIT
 *
 * spelling: the word that somebody meant who misspelt it.
 *
 *     struct ll_spelling spelling = ll_spelling_of("chekc");
 *     for (...) ll_spelling_try(&spelling, row->name);
 *     if (spelling.nearest != NULL) "did you mean '%s'?"
 */
#ifndef LL_BASE_SPELLING_H
#define LL_BASE_SPELLING_H

#include <stddef.h>

struct ll_spelling {
    const char *word;    /* borrowed */
    const char *nearest; /* of those that were tried; borrowed; NULL: none is near */
    size_t distance;     /* of `nearest`, or that at which a word is another one */
};

struct ll_spelling ll_spelling_of(const char *word);

/* Take `candidate` if it is nearer than those before. Words of more than 63 bytes are
 * never near. */
void ll_spelling_try(struct ll_spelling *spelling, const char *candidate);

#endif
