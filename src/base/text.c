/* SPDX-License-Identifier: MIT */
#include "base/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

bool ll_same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

bool ll_starts_with(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

bool ll_ends_with(const char *text, const char *with)
{
    size_t length = strlen(text), wanted = strlen(with);
    return length >= wanted && strcmp(text + length - wanted, with) == 0;
}

const char *ll_next_line(const char *at)
{
    at += strcspn(at, "\n");
    return at + (*at == '\n');
}

bool ll_set_text(char **to, const char *text)
{
    char *copy = text != NULL ? strdup(text) : NULL;
    if (text != NULL && copy == NULL)
        return false;
    free(*to);
    *to = copy;
    return true;
}

const char *ll_plural(unsigned long long count)
{
    return count == 1 ? "" : "s";
}

/* ---- words ---------------------------------------------------------------------- */

bool ll_is_word_char(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* Whether the character that starts at `at` can be part of a word. */
static bool starts_in_word(const char *at)
{
    if ((unsigned char)*at < 0x80)
        return ll_is_word_char(*at);
    long character = ll_utf8_next(&at);
    if (character < 0)
        return false;
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)character);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

bool ll_is_whole_word(const char *text, const char *at, size_t length)
{
    return (at == text || !starts_in_word(ll_utf8_start(text, at - 1))) &&
           !starts_in_word(at + length);
}

const char *ll_find_word(const char *text, const char *from, const char *word,
                         size_t length)
{
    const char *end = from + strlen(from);
    if (length == 0)
        return NULL;
    for (const char *at = from;
         (at = memmem(at, (size_t)(end - at), word, length)) != NULL; at++)
        if (ll_is_whole_word(text, at, length))
            return at;
    return NULL;
}

/* ---- UTF-8 ---------------------------------------------------------------------- */

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* The length of bytes that are not a valid character: as many as the first byte
 * announces, or 1 if some of those are missing. */
static size_t malformed_length(const char *at)
{
    unsigned char first = (unsigned char)*at;
    size_t length = first < 0xC0 || first > 0xF7 ? 1
                    : first < 0xE0               ? 2
                    : first < 0xF0               ? 3
                                                 : 4;
    for (size_t i = 1; i < length; i++)
        if (!is_continuation(at[i]))
            return 1;
    return length;
}

long ll_utf8_next(const char **text)
{
    utf8proc_int32_t character;
    /* -1: read no further than the terminator, which is not part of any character. */
    utf8proc_ssize_t length =
        utf8proc_iterate((const utf8proc_uint8_t *)*text, -1, &character);
    *text += length > 0 ? (size_t)length : malformed_length(*text);
    return length > 0 ? character : -1;
}

const char *ll_utf8_start(const char *text, const char *at)
{
    const char *start = at;
    while (start > text && at - start < 3 && is_continuation(*start))
        start--;
    return start;
}

unsigned ll_utf8_columns(long character)
{
    if (character < 0x20)
        return 1;
    int columns = utf8proc_charwidth((utf8proc_int32_t)character);
    return columns > 0 ? (unsigned)columns : 0;
}
