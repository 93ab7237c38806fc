/* SPDX-License-Identifier: MIT
 *
 * look() returns the next character and step() moves past it. Both treat joined lines
 * as one line. Only raw strings are read without them, because C joins no lines in
 * those.
 */
#include "base/c_tokens.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"

enum { END = -1, DELIMITER_MOST = 16 /* of a raw string: the language's limit */ };

/* Move past the joints of lines at `at`, and count them in `line`. */
static const char *skip_joints(const char *at, const char *end, unsigned *line)
{
    while (at < end && *at == '\\') {
        const char *p = at + 1;
        while (p < end && *p != '\0' && strchr(" \t\r\v\f", *p) != NULL)
            p++;
        if (p == end || *p != '\n')
            break;
        at = p + 1;
        ++*line;
    }
    return at;
}

/* The next character, or END. */
static int look(const struct ll_c_tokens *tokens)
{
    unsigned line = 0;
    const char *at = skip_joints(tokens->at, tokens->end, &line);
    return at < tokens->end ? (unsigned char)*at : END;
}

static void step(struct ll_c_tokens *tokens)
{
    tokens->at = skip_joints(tokens->at, tokens->end, &tokens->line);
    if (tokens->at == tokens->end)
        return;
    tokens->line += *tokens->at == '\n';
    tokens->at++;
}

static int look_behind_next(const struct ll_c_tokens *tokens)
{
    struct ll_c_tokens ahead = *tokens;
    step(&ahead);
    return look(&ahead);
}

static bool is_word_char(int c)
{
    return c != END && ll_is_word_char((char)c);
}

/* ---- kinds of tokens ------------------------------------------------------------ */

static void read_comment(struct ll_c_tokens *tokens, struct ll_c_token *token)
{
    bool block = look_behind_next(tokens) == '*';
    int before = 0;
    step(tokens);
    step(tokens);
    token->kind = LL_C_COMMENT;
    for (int c; (c = look(tokens)) != END && !token->closed; before = c) {
        if (!block && c == '\n')
            break;
        step(tokens);
        token->closed = block && before == '*' && c == '/';
    }
}

static void read_literal(struct ll_c_tokens *tokens, struct ll_c_token *token)
{
    int quote = look(tokens);
    step(tokens);
    token->kind = quote == '"' ? LL_C_STRING : LL_C_CHAR;
    for (int c; (c = look(tokens)) != END && c != '\n' && !token->closed;) {
        step(tokens);
        if (c == '\\' && look(tokens) != '\n')
            step(tokens);
        token->closed = c == quote;
    }
}

/* Read a raw string from its quote on. Joints and escapes have no meaning in it, and it
 * may contain line ends. False if it is not a raw string: `tokens` is then unchanged.
 */
static bool read_raw(struct ll_c_tokens *tokens, struct ll_c_token *token)
{
    unsigned line = tokens->line;
    const char *quote = skip_joints(tokens->at, tokens->end, &line);
    if (quote == tokens->end || *quote != '"')
        return false;
    const char *delimiter = quote + 1, *p = delimiter;
    while (p < tokens->end && *p != '\0' && strchr("()\\ \t\v\f\n\"", *p) == NULL)
        p++;
    size_t length = (size_t)(p - delimiter);
    if (p == tokens->end || *p != '(' || length > DELIMITER_MOST)
        return false;
    char close[DELIMITER_MOST + 2] = ")";
    memcpy(close + 1, delimiter, length);
    close[length + 1] = '"';
    const char *end = memmem(p, (size_t)(tokens->end - p), close, length + 2);
    token->kind = LL_C_STRING;
    token->raw = true;
    token->closed = end != NULL;
    end = end != NULL ? end + length + 2 : tokens->end;
    for (const char *c = quote; c < end; c++)
        line += *c == '\n';
    tokens->at = end;
    tokens->line = line;
    return true;
}

/* A word, or a literal that has this word as its prefix. */
static void read_word(struct ll_c_tokens *tokens, struct ll_c_token *token)
{
    static const char *const prefixes[] = {"L", "u", "U", "u8", NULL};
    static const char *const raw[] = {"R", "LR", "uR", "UR", "u8R", NULL};
    token->kind = LL_C_WORD;
    while (is_word_char(look(tokens)))
        step(tokens);
    int quote = look(tokens);
    if (quote != '"' && quote != '\'')
        return;
    token->length = (size_t)(tokens->at - token->start);
    for (size_t i = 0; prefixes[i] != NULL; i++)
        if (ll_c_token_is(token, prefixes[i])) {
            read_literal(tokens, token);
            return;
        }
    for (size_t i = 0; raw[i] != NULL; i++)
        if (ll_c_token_is(token, raw[i]) && read_raw(tokens, token))
            return;
}

static void read_number(struct ll_c_tokens *tokens, struct ll_c_token *token)
{
    token->kind = LL_C_NUMBER;
    for (int c; is_word_char(c = look(tokens)) || c == '.';) {
        step(tokens);
        int next = look(tokens);
        if (strchr("eEpP", c) != NULL && (next == '+' || next == '-'))
            step(tokens);
    }
}

static void read_sign(struct ll_c_tokens *tokens, struct ll_c_token *token)
{
    static const char digraphs[][4] = {"<:[", ":>]", "<%{", "%>}", "%:#"};
    int c = look(tokens), next = look_behind_next(tokens);
    token->kind = LL_C_SIGN;
    token->sign = (char)c;
    step(tokens);
    for (size_t i = 0; i < sizeof digraphs / sizeof *digraphs; i++)
        if (c == digraphs[i][0] && next == digraphs[i][1]) {
            token->sign = digraphs[i][2];
            step(tokens);
            return;
        }
}

/* ---- the reader ----------------------------------------------------------------- */

void ll_c_tokens_init(struct ll_c_tokens *tokens, const char *text, size_t length)
{
    *tokens = (struct ll_c_tokens){text, text + length, 1, true};
}

static void skip_blanks(struct ll_c_tokens *tokens)
{
    for (int c; (c = look(tokens)) != END && isspace(c);) {
        step(tokens);
        tokens->first = tokens->first || c == '\n';
    }
    tokens->at = skip_joints(tokens->at, tokens->end, &tokens->line);
}

bool ll_c_tokens_next(struct ll_c_tokens *tokens, struct ll_c_token *token)
{
    skip_blanks(tokens);
    int c = look(tokens);
    if (c == END)
        return false;
    *token = (struct ll_c_token){
        .start = tokens->at, .line = tokens->line, .first = tokens->first};
    int next = look_behind_next(tokens);
    if (c == '/' && (next == '/' || next == '*'))
        read_comment(tokens, token);
    else if (isdigit(c) || (c == '.' && next != END && isdigit(next)))
        read_number(tokens, token);
    else if (is_word_char(c))
        read_word(tokens, token);
    else if (c == '"' || c == '\'')
        read_literal(tokens, token);
    else
        read_sign(tokens, token);
    token->length = (size_t)(tokens->at - token->start);
    tokens->first = tokens->first && token->kind == LL_C_COMMENT;
    return true;
}

void ll_c_tokens_skip_line(struct ll_c_tokens *tokens)
{
    const char *end = memchr(tokens->at, '\n', (size_t)(tokens->end - tokens->at));
    tokens->at = end != NULL ? end : tokens->end;
}

bool ll_c_tokens_next_code(struct ll_c_tokens *tokens, struct ll_c_token *token)
{
    struct ll_c_token next;
    while (ll_c_tokens_next(tokens, &next)) {
        if (next.kind == LL_C_SIGN && next.sign == '#' && next.first) {
            ll_c_tokens_skip_line(tokens);
        } else if (next.kind != LL_C_COMMENT) {
            *token = next;
            return true;
        }
    }
    return false;
}

void ll_c_token_copy(const struct ll_c_token *token, char *out, size_t size)
{
    struct ll_c_tokens text;
    size_t length = 0;
    ll_c_tokens_init(&text, token->start, token->length);
    for (int c; length + 1 < size && (c = look(&text)) != END; step(&text))
        out[length++] = (char)c;
    if (size > 0)
        out[length] = '\0';
}

bool ll_c_token_is(const struct ll_c_token *token, const char *text)
{
    char copy[65];
    if (token->length < strlen(text))
        return false;
    ll_c_token_copy(token, copy, sizeof copy);
    return strcmp(copy, text) == 0;
}
