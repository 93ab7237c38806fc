/* SPDX-License-Identifier: MIT */
#include "diag/printed.h"

#include <string.h>

#include "base/text.h"
#include "diag/body.h"

/* The functions that hand their text to strlen. */
static bool is_printer(const struct ll_body *body, size_t i)
{
    static const char *const names[] = {"printf", "fprintf", "puts", "fputs", "strlen"};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++)
        if (ll_body_word(body, i, names[n]) && ll_body_sign(body, i + 1, '('))
            return true;
    return false;
}

/* The only such call of the line; body->tokens.count: none, or several. */
static size_t find_printer(const struct ll_body *body, unsigned line)
{
    size_t found = body->tokens.count;
    for (size_t i = 0; i < body->tokens.count; i++) {
        if (body->tokens.items[i].line != line || !is_printer(body, i))
            continue;
        if (found < body->tokens.count)
            return body->tokens.count;
        found = i;
    }
    return found;
}

/* Whether a format asks for one text, and for nothing else. */
static bool asks_for_text(const struct ll_c_token *format)
{
    const char *end = format->start + format->length;
    const char *sign = memchr(format->start, '%', format->length);
    return sign != NULL && sign + 1 < end && sign[1] == 's' &&
           memchr(sign + 1, '%', (size_t)(end - sign - 1)) == NULL;
}

/* Where the function declares that token's name as an array of char, without a value;
 * body->tokens.count: nowhere. */
static size_t find_array(const struct ll_body *body, size_t name)
{
    const struct ll_c_token *token = &body->tokens.items[name];
    for (size_t i = 0; i + 2 < name; i++) {
        const struct ll_c_token *one = &body->tokens.items[i + 1];
        size_t after = ll_c_after_bracket(&body->tokens, i + 2);
        if (ll_body_word(body, i, "char") && one->length == token->length &&
            memcmp(one->start, token->start, token->length) == 0 &&
            ll_body_sign(body, i + 2, '[') &&
            (ll_body_sign(body, after, ';') || ll_body_sign(body, after, ',')))
            return i + 1;
    }
    return body->tokens.count;
}

/* Where the only such array among the arguments of the call is declared. A literal
 * among them has to be a format that asks for that text. */
static size_t find_text(const struct ll_body *body, size_t call)
{
    size_t end = ll_c_after_bracket(&body->tokens, call + 1);
    size_t found = body->tokens.count;
    for (size_t i = call + 2; i + 1 < end; i++) {
        const struct ll_c_token *token = &body->tokens.items[i];
        bool is_whole =
            (ll_body_sign(body, i - 1, '(') || ll_body_sign(body, i - 1, ',')) &&
            (ll_body_sign(body, i + 1, ')') || ll_body_sign(body, i + 1, ','));
        if (token->kind == LL_C_STRING && !asks_for_text(token))
            return body->tokens.count;
        size_t array = is_whole && token->kind == LL_C_WORD ? find_array(body, i)
                                                            : body->tokens.count;
        if (array < body->tokens.count && found < body->tokens.count)
            return body->tokens.count;
        found = array < body->tokens.count ? array : found;
    }
    return found;
}

static bool tell(struct ll_diag *diag, struct ll_body *body, size_t array)
{
    struct ll_buf type = LL_BUF_INIT;
    size_t end = ll_c_after_bracket(&body->tokens, array + 1);
    ll_buf_puts(&type, "char");
    for (size_t i = array + 1; i < end; i++)
        ll_buf_add(&type, body->tokens.items[i].start, body->tokens.items[i].length);
    diag->variable = ll_body_name(body, array);
    bool ok = diag->variable != NULL && !type.full &&
              ll_set_text(&diag->type, ll_buf_text(&type));
    ll_buf_release(&type);
    return ok;
}

bool ll_printed_find(struct ll_diag *diag, const char *const *roots)
{
    struct ll_body body = LL_BODY_INIT;
    const struct ll_frame *own = ll_stack_own(&diag->at, roots);
    if (diag->kind != LL_UNINITIALISED || diag->variable != NULL ||
        diag->values.count > 0 || diag->allocated.count > 0 || own == NULL ||
        own == diag->at.frames || !ll_same_text(diag->at.frames[0].function, "strlen"))
        return true;
    bool ok = true;
    if (ll_body_read(&body, own)) {
        size_t call = find_printer(&body, own->line);
        size_t array =
            call < body.tokens.count ? find_text(&body, call) : body.tokens.count;
        ok = array >= body.tokens.count || tell(diag, &body, array);
    }
    ok = ok && !body.failed;
    ll_body_release(&body);
    return ok;
}
