/* SPDX-License-Identifier: MIT
 *
 * The function is read as statements without blanks:
 *
 *     char*name=strdup(text)        the statement of the line: `name` is the target
 *     if(name==NULL)                the rest, up to the '}' at the start of a line
 *     return name
 */
#include "sweep/asked.h"

#include <string.h>

#include "base/c_tokens.h"
#include "base/path.h"
#include "base/text.h"

enum { SOURCE_MAX = 4 << 20, TARGET_MAX = 128 };

/* The statement that calls, and those after it in the function, one a line. */
struct body {
    struct ll_buf call, rest;
};

/* Append a token; words are kept apart by a blank. */
static void add_token(struct ll_buf *out, const struct ll_c_token *token)
{
    bool joins = out->len > 0 && ll_is_word_char(out->data[out->len - 1]) &&
                 ll_is_word_char(token->start[0]);
    ll_buf_puts(out, joins ? " " : "");
    ll_buf_add(out, token->start, token->length);
}

static bool is_boundary(const struct ll_c_token *token)
{
    return token->kind == LL_C_SIGN &&
           (token->sign == ';' || token->sign == '{' || token->sign == '}');
}

/* Whether the token is the '}' that ends a function. */
static bool ends_function(const char *text, const struct ll_c_token *token)
{
    return token->kind == LL_C_SIGN && token->sign == '}' &&
           (token->start == text || token->start[-1] == '\n');
}

/* Split the function around the statement of `line` in which `callee` stands. */
static bool read_body(const char *text, size_t length, unsigned line,
                      const char *callee, struct body *body)
{
    struct ll_c_tokens tokens;
    struct ll_c_token token;
    bool on_line = false, called = false, found = false;
    ll_c_tokens_init(&tokens, text, length);
    while (ll_c_tokens_next(&tokens, &token)) {
        if (token.kind == LL_C_COMMENT)
            continue;
        if (!is_boundary(&token)) {
            add_token(found ? &body->rest : &body->call, &token);
            on_line |= token.line == line;
            called |= callee != NULL && ll_c_token_is(&token, callee);
            continue;
        }
        if (found && ends_function(text, &token))
            break;
        if (found)
            ll_buf_putc(&body->rest, '\n');
        else if (on_line && called)
            found = true;
        else
            ll_buf_clear(&body->call);
        on_line = on_line && token.line == line;
        called = false;
    }
    return found && !body->call.full && !body->rest.full;
}

/* ---- one statement --------------------------------------------------------------- */

static bool is_part_of_target(char c)
{
    return ll_is_word_char(c) || strchr(".->[]", c) != NULL;
}

/* Copy what the statement assigns the call's result to: "name", "list->head". False:
 * nothing. */
static bool find_target(const char *call, const char *callee, char *target)
{
    const char *end = ll_find_word(call, call, callee, strlen(callee)), *equals = NULL;
    for (const char *p = call; end != NULL && p < end; p++)
        if (*p == '=' && p > call && p[1] != '=' && strchr("=!<>", p[-1]) == NULL)
            equals = p;
    if (equals == NULL)
        return false;
    const char *start = equals;
    while (start > call && is_part_of_target(start[-1]))
        start--;
    size_t length = (size_t)(equals - start);
    if (length == 0 || length >= TARGET_MAX)
        return false;
    memcpy(target, start, length);
    target[length] = '\0';
    return true;
}

static bool ends_with(const char *text, const char *end, const char *with)
{
    size_t length = strlen(with);
    return (size_t)(end - text) >= length && memcmp(end - length, with, length) == 0;
}

/* Whether what stands around a value compares it. */
static bool is_compared(const char *text, const char *at, size_t length)
{
    static const char *const before[] = {"!", "==", "!=", "&&", "||", NULL};
    static const char *const after[] = {"==", "!=", "&&", "||", "?", NULL};
    static const char *const opens[] = {"if(", "while(", "assert(", NULL};
    const char *end = at + length;
    while (at > text && at[-1] == '(' && *end == ')') { /* "(p=malloc(1))" */
        for (size_t i = 0; opens[i] != NULL; i++)
            if (ends_with(text, at, opens[i]))
                return true;
        at--, end++;
    }
    for (size_t i = 0; before[i] != NULL; i++)
        if (ends_with(text, at, before[i]))
            return true;
    for (size_t i = 0; after[i] != NULL; i++)
        if (ll_starts_with(end, after[i]))
            return true;
    return ll_starts_with(end, ",") && ends_with(text, at, "ck_assert_ptr_nonnull(");
}

static bool is_whole(const char *text, const char *at, size_t length)
{
    return (at == text || !is_part_of_target(at[-1])) && !ll_is_word_char(at[length]) &&
           strchr(".-[", at[length]) == NULL;
}

/* Whether `text` compares `value` anywhere. */
static bool compares(const char *text, const char *value)
{
    size_t length = strlen(value);
    for (const char *at = text; (at = strstr(at, value)) != NULL; at++)
        if (is_whole(text, at, length) && is_compared(text, at, length))
            return true;
    return false;
}

/* Whether `text` has the statement "return VALUE"; NULL: one with any value. */
static bool returns(const char *text, const char *value)
{
    for (const char *at = text; *at != '\0'; at += *at == '\n') {
        size_t length = strcspn(at, "\n");
        const char *word = ll_find_word(at, at, "return", 6);
        if (word != NULL && word < at + length) {
            const char *given = word + 6 + (word[6] == ' ');
            size_t left = (size_t)(at + length - given);
            if (value == NULL ? left > 0
                              : left == strlen(value) && !memcmp(given, value, left))
                return true;
        }
        at += length;
    }
    return false;
}

/* The end of the call that starts at `at`: behind its ')'. */
static const char *end_of_call(const char *at)
{
    int depth = 0;
    for (at += strcspn(at, "("); *at != '\0'; at++) {
        depth += (*at == '(') - (*at == ')');
        if (depth == 0)
            return at + 1;
    }
    return at;
}

/* What happens to a result that is not stored. */
static enum ll_use use_in_place(const struct body *body, const char *callee)
{
    const char *text = ll_buf_text(&body->call);
    const char *at = ll_find_word(text, text, callee, strlen(callee));
    if (at == NULL)
        return LL_USE_UNKNOWN;
    const char *end = end_of_call(at);
    bool returned = ll_starts_with(text, "return") && *end == '\0' && at <= text + 7 &&
                    (text[6] == ' ' || text[6] == '(');
    if (returned)
        return LL_USE_HANDED_ON;
    if (is_compared(text, at, (size_t)(end - at)) || ll_starts_with(text, "return"))
        return returns(ll_buf_text(&body->rest), NULL) || ll_starts_with(text, "return")
                   ? LL_USE_REPORTED
                   : LL_USE_CHECKED;
    bool alone = at == text && *end == '\0';
    return alone || (at > text && (at[-1] == '(' || at[-1] == ',' || at[-1] == '*'))
               ? LL_USE_UNCHECKED
               : LL_USE_UNKNOWN;
}

static enum ll_use use_of_target(const struct body *body, const char *target)
{
    const char *call = ll_buf_text(&body->call), *rest = ll_buf_text(&body->rest);
    char assigned[TARGET_MAX + 2];
    size_t length = strlen(target);
    memcpy(assigned, target, length);
    memcpy(assigned + length, "=", 2);
    /* "if((p=malloc(1))==NULL)" */
    const char *at = strstr(call, assigned);
    const char *end = at == NULL ? NULL : call + strlen(call);
    bool inside = at != NULL && at > call && at[-1] == '(';
    if (inside)
        end = end_of_call(at - 1);
    bool checked = (inside && is_compared(call, at - 1, (size_t)(end - at + 1))) ||
                   (inside && ends_with(call, at, "if(")) || compares(rest, target);
    if (checked)
        return returns(rest, NULL) ? LL_USE_REPORTED : LL_USE_CHECKED;
    return returns(rest, target) ? LL_USE_HANDED_ON : LL_USE_UNCHECKED;
}

enum ll_use ll_asked_use(const struct ll_frame *frame, const char *callee)
{
    struct ll_buf text = LL_BUF_INIT;
    struct body body = {LL_BUF_INIT, LL_BUF_INIT};
    char target[TARGET_MAX];
    enum ll_use use = LL_USE_UNKNOWN;
    if (callee != NULL && frame->file != NULL &&
        ll_file_read(frame->file, SOURCE_MAX, &text, NULL) == 0 &&
        read_body(ll_buf_text(&text), text.len, frame->line, callee, &body))
        use = find_target(ll_buf_text(&body.call), callee, target)
                  ? use_of_target(&body, target)
                  : use_in_place(&body, callee);
    ll_buf_release(&body.call);
    ll_buf_release(&body.rest);
    ll_buf_release(&text);
    return use;
}
