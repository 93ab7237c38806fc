/* SPDX-License-Identifier: MIT
 *
 * explain_parts: what the explanations of different kinds share: sentences and parts of
 * sentences, appended to a paragraph. Only for the files explain_*.c, which
 * kind_words.h lists.
 */
#ifndef LL_DIAG_EXPLAIN_PARTS_H
#define LL_DIAG_EXPLAIN_PARTS_H

#include "diag/diag.h"

/* Append `sentence`, with a blank before it where one is needed. */
void ll_say(struct ll_buf *out, const char *sentence);

/* Append " at list.c:14"; nothing where no such line is known. */
void ll_say_at(const struct ll_stack *stack, struct ll_buf *out);

/* Append ", the block that malloc returned at list.c:14"; nothing where that is not
 * known. */
void ll_say_origin(const struct ll_diag *diag, struct ll_buf *out);

/* Append " There the system stopped the program with SIGSEGV."; nothing where no signal
 * stopped it. */
void ll_say_signal(const struct ll_diag *diag, struct ll_buf *out);

/* The variable that the fault is about, else `otherwise`. */
const char *ll_variable_or(const struct ll_diag *diag, const char *otherwise);

/* Whether `word` stands in `text` as a whole word. */
bool ll_has_word(const char *text, const char *word);

#endif
