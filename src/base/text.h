/* SPDX-License-Identifier: MIT
 *
 * text: compare strings, find words in them, choose a plural, and read UTF-8.
 */
#ifndef LL_BASE_TEXT_H
#define LL_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Whether two strings are the same. NULL is the same only as NULL. */
bool ll_same_text(const char *a, const char *b);

/* Whether `text` starts with `with`. */
bool ll_starts_with(const char *text, const char *with);

/* Whether `text` ends with `with`. */
bool ll_ends_with(const char *text, const char *with);

/* The start of the line after the one that `at` is in; the terminator, if that is the
 * last. */
const char *ll_next_line(const char *at);

/* Free `*to` (a string from malloc, or NULL) and set it to a copy of `text`, or to
 * NULL if `text` is NULL. False when memory ran out: `*to` is unchanged. */
bool ll_set_text(char **to, const char *text);

/* The ending of a noun that is counted: "" for 1, else "s". */
const char *ll_plural(unsigned long long count);

/* Whether `c` can be part of an ASCII identifier in C: a letter, a digit or '_'. */
bool ll_is_word_char(char c);

/* Whether the `length` bytes at `at`, a place in `text`, are not part of a longer word.
 * They are part of one if a letter, digit, '_', or a UTF-8 character that is a letter,
 * a mark or a number is directly before or after them. */
bool ll_is_whole_word(const char *text, const char *at, size_t length);

/* The first place at or after `from`, itself a place in `text`, where the `length`
 * bytes of `word` are a whole word. NULL if there is none, or if `length` is 0. */
const char *ll_find_word(const char *text, const char *from, const char *word,
                         size_t length);

/* Return the character at `*text`, which must not be the terminator, and move `*text`
 * after it. Returns -1 for bytes that are not valid UTF-8, such as a surrogate or a
 * character in more bytes than it needs. It then skips as many bytes as the first byte
 * announces; if some of those are missing, it skips only the first byte. */
long ll_utf8_next(const char **text);

/* The start of the character that contains the byte at `at`, a place in `text`. */
const char *ll_utf8_start(const char *text, const char *at);

/* The columns that a character takes on a terminal: 0, 1 or 2. A control character
 * counts as 1, because something else is shown in its place. */
unsigned ll_utf8_columns(long character);

#endif
