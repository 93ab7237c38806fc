/* SPDX-License-Identifier: MIT
 *
 * text: small questions about strings: are two the same, does a word stand in one, does
 * a number take a plural; and UTF-8.
 */
#ifndef LL_BASE_TEXT_H
#define LL_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Whether two strings are the same; NULL is the same as NULL alone. */
bool ll_same_text(const char *a, const char *b);

/* Whether `text` starts with `with`. */
bool ll_starts_with(const char *text, const char *with);

/* Put a copy of `text` where `*to` is; NULL gives NULL. Takes what `*to` held, NULL or
 * a string of its own, and frees it. False when memory ran out: `*to` is unchanged. */
bool ll_set_text(char **to, const char *text);

/* What a noun ends with: "" for 1, else "s". */
const char *ll_plural(unsigned long long count);

/* Whether `c` may stand in an ASCII identifier of C: a letter, a digit or '_'. */
bool ll_is_word_char(char c);

/* Whether the `length` bytes at `at`, which is in `text`, are not part of a longer
 * word: no letter, digit or '_' stands right before or after them, and no character of
 * UTF-8 that is a letter, a mark or a number. */
bool ll_is_whole_word(const char *text, const char *at, size_t length);

/* The first place at or after `from`, which is in `text`, where the `length` bytes of
 * `word` are a whole word; NULL: there is none, or `length` is 0. */
const char *ll_find_word(const char *text, const char *from, const char *word,
                         size_t length);

/* The character at `*text`, which must not be at the end, and move behind it. What is
 * no UTF-8 (also a surrogate, or what could be written shorter) gives -1: it counts as
 * one where all the bytes are there that its first byte announces, else the first byte
 * is passed alone. */
long ll_utf8_next(const char **text);

/* Where the character starts that the byte at `at` is part of; `at` is in `text`. */
const char *ll_utf8_start(const char *text, const char *at);

/* The columns that a character takes on a terminal: 0, 1 or 2. A control, which is not
 * shown as it is, counts 1. */
unsigned ll_utf8_columns(long character);

#endif
