/* SPDX-License-Identifier: MIT
 *
 * c_tokens: read C source token by token, before or after preprocessing.
 *
 *     struct ll_c_tokens tokens;
 *     struct ll_c_token token;
 *     ll_c_tokens_init(&tokens, text, length);
 *     while (ll_c_tokens_next(&tokens, &token))
 *         ...
 *
 * Tokens end where a compiler ends them. The reader knows comments, literals with their
 * prefixes (also raw strings, R"x(...)x"), preprocessing numbers (1e+5), digraphs, and
 * lines joined by a backslash at their end (as in gcc, blanks may follow it).
 *
 * It reads any bytes, in time proportional to their number, and allocates nothing. An
 * unclosed literal ends with its line, an unclosed comment with the text. Words are
 * made of ASCII characters only; each byte of any other character is an LL_C_SIGN of
 * its own. Tokens point into the text, which must not change.
 */
#ifndef LL_BASE_C_TOKENS_H
#define LL_BASE_C_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

enum ll_c_kind {
    LL_C_WORD,   /* a keyword or an identifier */
    LL_C_NUMBER, /* starts with a digit, or with '.' and a digit */
    LL_C_STRING,
    LL_C_CHAR,
    LL_C_SIGN, /* any other character, or a digraph; "->" is two of them */
    LL_C_COMMENT,
};

struct ll_c_token {
    enum ll_c_kind kind;
    const char *start; /* with the prefix of a literal */
    size_t length;     /* of the text as written, with joined lines */
    unsigned line;     /* where it starts, from 1 */
    bool first; /* the first of its line, apart from comments: '#' starts a directive */
    bool raw;   /* a raw string */
    bool closed; /* a literal or block comment that has its end */
    char sign;   /* LL_C_SIGN: the character; '[' for "<:", '#' for "%:", ... */
};

/* Private to the reader, except that a caller may move `at` forwards. */
struct ll_c_tokens {
    const char *at, *end;
    unsigned line;
    bool first; /* only blanks and comments since the last line end */
};

void ll_c_tokens_init(struct ll_c_tokens *tokens, const char *text, size_t length);

/* Read the next token. False at the end: `token` is then unchanged. */
bool ll_c_tokens_next(struct ll_c_tokens *tokens, struct ll_c_token *token);

/* The same without comments and directives (lines that begin with '#'). */
bool ll_c_tokens_next_code(struct ll_c_tokens *tokens, struct ll_c_token *token);

/* Move to the end of the line, as written. */
void ll_c_tokens_skip_line(struct ll_c_tokens *tokens);

/* Copy the token as the compiler reads it, without joints of lines. The copy is a
 * string of at most `size` bytes with its terminator; a longer token is cut. */
void ll_c_token_copy(const struct ll_c_token *token, char *out, size_t size);

/* Whether the token is `text`, which must have fewer than 64 characters. */
bool ll_c_token_is(const struct ll_c_token *token, const char *text);

#endif
