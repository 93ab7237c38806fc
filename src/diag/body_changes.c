/* SPDX-License-Identifier: MIT
 *
 * body_changes: whether a parameter still holds what was passed. */
#include <string.h>

#include "diag/body.h"

/* Whether the sign is there twice: "++". */
static bool is_twice(const struct ll_body *body, size_t i, char sign)
{
    return ll_body_sign(body, i, sign) && ll_body_sign(body, i + 1, sign);
}

static bool counts(const struct ll_body *body, size_t i)
{
    return is_twice(body, i, '+') || is_twice(body, i, '-');
}

/* Whether "=" or one of "+=", "<<=" and their like is there, no comparison. */
static bool assigns(const struct ll_body *body, size_t i)
{
    if (ll_body_assigns(body, i))
        return true;
    for (const char *sign = "+-*/%&|^<>"; *sign != '\0'; sign++) {
        if (!ll_body_sign(body, i, *sign))
            continue;
        if (strchr("<>", *sign) == NULL)
            return ll_body_sign(body, i + 1, '=');
        return ll_body_sign(body, i + 1, *sign) && ll_body_sign(body, i + 2, '=');
    }
    return false;
}

/* The token after the members behind the name, and their elements: of "point.x = 1" the
 * "=". An arrow leads out of the parameter, and so do the elements of a pointer. */
static size_t after_members(const struct ll_body *body, size_t name)
{
    size_t i = name + 1;
    while (ll_body_sign(body, i, '.') || (i > name + 1 && ll_body_sign(body, i, '[')))
        i = ll_body_sign(body, i, '.') ? i + 2 : ll_c_after_bracket(&body->tokens, i);
    return i;
}

/* Whether a value stands before a sign at `i`, which then is no sign of one operand. */
static bool is_operand(const struct ll_body *body, size_t i)
{
    if (i == 0)
        return false;
    const struct ll_c_token *before = &body->tokens.items[i - 1];
    return ll_body_sign(body, i - 1, ']') || before->kind == LL_C_NUMBER ||
           (before->kind == LL_C_WORD && !ll_body_word(body, i - 1, "return"));
}

/* Whether the use of the name at `i` may change what it holds. */
static bool changes(const struct ll_body *body, size_t i)
{
    size_t after = after_members(body, i);
    bool is_pointed_to = ll_body_sign(body, i - 1, '*') && !is_operand(body, i - 1);
    bool is_member = ll_body_sign(body, i - 1, '.') ||
                     (ll_body_sign(body, i - 1, '>') && ll_body_sign(body, i - 2, '-'));
    bool leads_out =
        ll_c_is_arrow(&body->tokens, after) || ll_body_sign(body, after, '[');
    if (is_member || leads_out)
        return false;
    if (counts(body, after) || (i >= 2 && counts(body, i - 2)))
        return true;
    if (ll_body_sign(body, i - 1, '&') && !ll_body_sign(body, i - 2, '&'))
        return !is_operand(body, i - 1);
    return !is_pointed_to && assigns(body, after);
}

/* Whether statements may be done again. */
static bool goes_back(const struct ll_body *body, size_t i)
{
    static const char *const words[] = {"for", "while", "do", "goto"};
    for (size_t w = 0; w < sizeof words / sizeof *words; w++)
        if (ll_body_word(body, i, words[w]))
            return true;
    return false;
}

bool ll_body_changes(const struct ll_body *body, const char *parameter, unsigned line)
{
    size_t start = 0;
    bool later = false, again = false;
    while (start < body->tokens.count && !ll_body_sign(body, start, '{'))
        start++;
    for (size_t i = start; i < body->tokens.count; i++) {
        again = again || goes_back(body, i);
        if (!ll_body_word(body, i, parameter) || !changes(body, i))
            continue;
        if (body->tokens.items[i].line <= line)
            return true;
        later = true;
    }
    return later && again;
}
