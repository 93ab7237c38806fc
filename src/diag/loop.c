/* SPDX-License-Identifier: MIT */
#include "diag/loop.h"

#include "diag/body.h"

/* Statements in statements: deeper ones are not followed. */
enum { DEPTH_MAX = 100 };

static size_t after_block(const struct ll_body *body, size_t i)
{
    size_t depth = 0;
    for (; i < body->tokens.count; i++) {
        depth += ll_body_sign(body, i, '{');
        if (ll_body_sign(body, i, '}') && --depth == 0)
            return i + 1;
    }
    return i;
}

/* The index after the first ';' from `i` on that is in no bracket and no block. */
static size_t after_semicolon(const struct ll_body *body, size_t i)
{
    while (i < body->tokens.count && !ll_body_sign(body, i, ';')) {
        if (ll_body_sign(body, i, '(') || ll_body_sign(body, i, '['))
            i = ll_c_after_bracket(&body->tokens, i);
        else
            i = ll_body_sign(body, i, '{') ? after_block(body, i) : i + 1;
    }
    return i + 1;
}

/* The index after the statement that begins at `i`. */
static size_t after_statement(const struct ll_body *body, size_t i, unsigned depth)
{
    if (depth > DEPTH_MAX || ll_body_sign(body, i, '{'))
        return after_block(body, i);
    if (ll_body_word(body, i, "do"))
        return after_semicolon(body, after_statement(body, i + 1, depth + 1));
    const bool is_if = ll_body_word(body, i, "if");
    if (!is_if && !ll_body_word(body, i, "for") && !ll_body_word(body, i, "while") &&
        !ll_body_word(body, i, "switch"))
        return after_semicolon(body, i);
    i = after_statement(body, ll_c_after_bracket(&body->tokens, i + 1), depth + 1);
    return is_if && ll_body_word(body, i, "else")
               ? after_statement(body, i + 1, depth + 1)
               : i;
}

/* Whether the `while` at `i` is the end of a loop that begins with `do`. */
static bool ends_do(const struct ll_body *body, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (ll_body_word(body, k, "do") && after_statement(body, k + 1, 0) == i)
            return true;
    return false;
}

static bool is_loop(const struct ll_body *body, size_t i)
{
    if (ll_body_word(body, i, "do"))
        return true;
    return ll_body_sign(body, i + 1, '(') &&
           (ll_body_word(body, i, "for") ||
            (ll_body_word(body, i, "while") && !ends_do(body, i)));
}

unsigned ll_loop_line(const struct ll_frame *frame)
{
    unsigned line = 0;
    struct ll_body body = LL_BODY_INIT;
    if (ll_body_read(&body, frame))
        for (size_t i = 0; i < body.tokens.count; i++) {
            const unsigned first = body.tokens.items[i].line;
            if (!is_loop(&body, i) || first > frame->line)
                continue;
            const size_t end = after_statement(&body, i, 0);
            if (end <= body.tokens.count &&
                body.tokens.items[end - 1].line >= frame->line)
                line = first;
        }
    ll_body_release(&body);
    return line;
}
