/* SPDX-License-Identifier: MIT
 *
 * c_tokens: C source, read token by token, before or after the preprocessor.
 *
 *     struct ll_c_tokens tokens;
 *     struct ll_c_token token;
 *     ll_c_tokens_init(&tokens, text, length);
 *     while (ll_c_tokens_next(&tokens, &token))
 *         ...
 *
 * Knows what a compiler knows about where tokens end: comments, literals with their
 * prefixes (also raw ones, R"x(...)x"), numbers of the preprocessor (1e+5), digraphs,
 * and lines joined by a backslash at their end, with blanks behind it as gcc allows.
 *
 * It reads any bytes, in a time that grows with their number alone, and allocates
 * nothing. An unclosed literal ends with its line, an unclosed comment with the text.
 * Words are those of ASCII: each other byte, also of a character in UTF-8, is a
 * LL_C_SIGN by itself. Tokens point into the text, which has to stay as it is.
 */
#ifndef LL_BASE_C_TOKENS_H
#define LL_BASE_C_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

enum ll_c_kind {
    LL_C_WORD,   /* a keyword or an identifier */
    LL_C_NUMBER, /* what starts with a digit, or with '.' and one */
    LL_C_STRING,
    LL_C_CHAR,
    LL_C_SIGN, /* one character of any other kind, or a digraph: "->" are two */
    LL_C_COMMENT,
};

struct ll_c_token {
    enum ll_c_kind kind;
    const char *start; /* with the prefix of a literal */
    size_t length;     /* of the text as written, with joined lines */
    unsigned line;     /* where it starts, from 1 */
    bool first;        /* of its line, but for comments: a '#' starts a directive */
    bool raw;          /* a raw string */
    bool closed;       /* a literal or a block comment: it has its end */
    char sign;         /* of LL_C_SIGN: the character; '[' for "<:", '#' for "%:" ... */
};

/* The fields are the reader's own, but that `at` may be moved forwards. */
struct ll_c_tokens {
    const char *at, *end;
    unsigned line;
    bool first; /* nothing but blanks and comments came since the last line end */
};

void ll_c_tokens_init(struct ll_c_tokens *tokens, const char *text, size_t length);

/* The next token. False at the end; `token` is unchanged then. */
bool ll_c_tokens_next(struct ll_c_tokens *tokens, struct ll_c_token *token);

/* Move to the end of the line, as written. */
void ll_c_tokens_skip_line(struct ll_c_tokens *tokens);

/* Copy the token as the compiler reads it, without joints of lines: cut at `size`, and
 * terminated. */
void ll_c_token_copy(const struct ll_c_token *token, char *out, size_t size);

/* Whether the token is `text`, which has less than 64 characters. */
bool ll_c_token_is(const struct ll_c_token *token, const char *text);

#endif
