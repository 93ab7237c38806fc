/* SPDX-License-Identifier: MIT */
#include "diag/body.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"

#define SOURCE_MAX ((size_t)4 * 1024 * 1024)
#define TOKENS_MAX 100000

void ll_body_release(struct ll_body *body)
{
    ll_buf_release(&body->source);
    ll_c_row_release(&body->tokens);
    *body = (struct ll_body)LL_BODY_INIT;
}

/* ---- reading ---------------------------------------------------------------- */

static bool add(struct ll_body *body, const struct ll_c_token *token)
{
    body->failed = !ll_c_row_add(&body->tokens, token);
    return !body->failed;
}

/* Keep the tokens of the first block at the outermost level that ends at `line` or
 * behind it, with the head before it. */
static bool take_function(struct ll_body *body, unsigned line)
{
    struct ll_c_tokens reader;
    struct ll_c_token token;
    int depth = 0;
    ll_c_tokens_init(&reader, ll_buf_text(&body->source), body->source.len);
    while (ll_c_tokens_next_code(&reader, &token)) {
        if (body->tokens.count >= TOKENS_MAX || !add(body, &token))
            return false;
        bool is_sign = token.kind == LL_C_SIGN;
        depth += is_sign && token.sign == '{';
        depth -= is_sign && token.sign == '}';
        bool ends = depth == 0 && is_sign && (token.sign == '}' || token.sign == ';');
        if (ends && token.sign == '}' && token.line >= line)
            return body->tokens.items[0].line <= line;
        if (ends)
            body->tokens.count = 0;
    }
    return false;
}

bool ll_body_read(struct ll_body *body, const struct ll_frame *frame)
{
    struct ll_error err = {0};
    if (frame->file == NULL || frame->line == 0)
        return false;
    if (ll_file_read(frame->file, SOURCE_MAX, &body->source, &err) != 0) {
        body->failed = err.fault == LL_FAULT_HARNESS;
        return false;
    }
    return take_function(body, frame->line);
}

bool ll_body_parse(struct ll_body *body, const struct ll_buf *source, unsigned line)
{
    body->failed = !ll_buf_add(&body->source, ll_buf_text(source), source->len);
    return !body->failed && take_function(body, line);
}

/* ---- questions ---------------------------------------------------------------- */

bool ll_body_word(const struct ll_body *body, size_t i, const char *word)
{
    return ll_c_is_word(&body->tokens, i, word);
}

bool ll_body_sign(const struct ll_body *body, size_t i, char sign)
{
    return ll_c_is_sign(&body->tokens, i, sign);
}

bool ll_body_assigns(const struct ll_body *body, size_t i)
{
    static const char before[] = "=!<>";
    if (!ll_body_sign(body, i, '=') || ll_body_sign(body, i + 1, '='))
        return false;
    for (const char *sign = before; i > 0 && *sign != '\0'; sign++)
        if (ll_body_sign(body, i - 1, *sign))
            return false;
    return true;
}

size_t ll_body_statement(const struct ll_body *body, size_t i)
{
    while (i > 0 && !ll_body_sign(body, i - 1, ';') &&
           !ll_body_sign(body, i - 1, '{') && !ll_body_sign(body, i - 1, '}'))
        i--;
    return i;
}

static bool is_keyword(const struct ll_c_token *token)
{
    static const char *const words[] = {"if",     "while",  "for",
                                        "switch", "return", "sizeof"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ll_c_token_is(token, words[i]))
            return true;
    return false;
}

size_t ll_body_call(const struct ll_body *body, size_t i)
{
    int depth = 0;
    for (size_t start = ll_body_statement(body, i); i-- > start;) {
        depth += ll_body_sign(body, i, ')');
        depth -= ll_body_sign(body, i, '(');
        if (depth == 0 || !ll_body_sign(body, i, '('))
            continue;
        depth = depth < 0 ? 0 : depth;
        const struct ll_c_token *word = i > 0 ? &body->tokens.items[i - 1] : NULL;
        if (depth == 0 && word != NULL && word->kind == LL_C_WORD && !is_keyword(word))
            return i - 1;
    }
    return body->tokens.count;
}

bool ll_body_declares(const struct ll_body *body, const char *name)
{
    for (size_t i = 2; i + 1 < body->tokens.count; i++) {
        size_t type = i - 1;
        if (!ll_body_word(body, i, name))
            continue;
        while (type > 0 && ll_body_sign(body, type, '*'))
            type--;
        bool typed = body->tokens.items[type].kind == LL_C_WORD &&
                     !ll_body_word(body, type, "return") &&
                     !ll_body_word(body, type, "else");
        bool ends = ll_body_sign(body, i + 1, ';') || ll_body_sign(body, i + 1, ',') ||
                    ll_body_sign(body, i + 1, ')') || ll_body_sign(body, i + 1, '[') ||
                    ll_body_assigns(body, i + 1);
        if (typed && ends)
            return !ll_body_word(body, ll_body_statement(body, i), "static");
    }
    return false;
}

char *ll_body_name(struct ll_body *body, size_t i)
{
    char *name = strndup(body->tokens.items[i].start, body->tokens.items[i].length);
    body->failed = body->failed || name == NULL;
    return name;
}
