/* SPDX-License-Identifier: MIT
 *
 * c_row: the tokens of C source in a row, where a reader has to look ahead or back.
 *
 *     struct ll_c_row row = {0};
 *     while (ll_c_tokens_next_code(&tokens, &token))
 *         if (!ll_c_row_add(&row, &token))
 *             ...
 *     ll_c_row_release(&row);
 */
#ifndef LL_BASE_C_ROW_H
#define LL_BASE_C_ROW_H

#include "base/c_tokens.h"
#include "base/error.h"

struct ll_c_row {
    struct ll_c_token *items; /* owned; they point into the source, which is not */
    size_t count, cap;
};

/* Tokens of a row, from `start` on, up to that before `end`. */
struct ll_c_range {
    size_t start, end;
};

/* Append a copy of `token`. False, with `row` unchanged, when memory ran out. */
bool ll_c_row_add(struct ll_c_row *row, const struct ll_c_token *token) LL_MUST_CHECK;
void ll_c_row_release(struct ll_c_row *row);

/* Whether the token at `i` is that word, or that sign; false, if there is none. */
bool ll_c_is_word(const struct ll_c_row *row, size_t i, const char *word);
bool ll_c_is_sign(const struct ll_c_row *row, size_t i, char sign);

/* Whether "->" is there. */
bool ll_c_is_arrow(const struct ll_c_row *row, size_t i);

/* The index after the bracket that closes the one at `i`; the end: there is none. */
size_t ll_c_after_bracket(const struct ll_c_row *row, size_t i);

#endif
