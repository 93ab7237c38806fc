/* SPDX-License-Identifier: MIT */
#include "diag/holder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "diag/escape.h"

/* The names of the C library's and the tools' functions have prefixes: "open64",
 * "__open_nocancel". So the call in the line is the one whose name is part of it. */
static bool is_call(const struct ll_body *body, size_t i, const char *function)
{
    char name[64];
    if (body->tokens.items[i].kind != LL_C_WORD || !ll_body_sign(body, i + 1, '('))
        return false;
    ll_c_token_copy(&body->tokens.items[i], name, sizeof name);
    return strcmp(function, name) == 0 ||
           (strlen(name) > 2 && strstr(function, name) != NULL);
}

/* The call of `function` in that line; body->tokens.count: none, or more than one. */
static size_t find_call(const struct ll_body *body, unsigned line, const char *function)
{
    size_t found = body->tokens.count;
    for (size_t i = 0; function != NULL && i < body->tokens.count; i++) {
        if (body->tokens.items[i].line != line || !is_call(body, i, function))
            continue;
        if (found < body->tokens.count)
            return body->tokens.count;
        found = i;
    }
    return found;
}

/* Where the name starts that ends before the "=" at `equals`: "log->file". */
static size_t start_of(const struct ll_body *body, size_t equals)
{
    size_t i = equals;
    while (i > 0) {
        const struct ll_c_token *token = &body->tokens.items[i - 1];
        bool link = token->kind == LL_C_SIGN && strchr(".->[]", token->sign) != NULL;
        bool linked =
            i == equals || (body->tokens.items[i].kind == LL_C_SIGN &&
                            strchr(".-[]", body->tokens.items[i].sign) != NULL);
        if (!link && (token->kind == LL_C_SIGN || !linked))
            break;
        i--;
    }
    return i;
}

/* Whether the only value that the name ever gets is this one, in its declaration. */
static bool is_set_once(const struct ll_body *body, size_t name)
{
    for (size_t i = 0; i < body->tokens.count; i++)
        if (i != name && ll_body_assigns(body, i + 1) &&
            body->tokens.items[i].length == body->tokens.items[name].length &&
            memcmp(body->tokens.items[i].start, body->tokens.items[name].start,
                   body->tokens.items[name].length) == 0)
            return false;
    return name > 1 && (ll_body_sign(body, name - 1, '*') ||
                        body->tokens.items[name - 1].kind == LL_C_WORD);
}

/* Name the variable that gets what the call at `call` returns. Whether the function
 * returns it, too: then its caller has it. */
static bool name_holder(struct ll_diag *diag, struct ll_body *body, size_t call)
{
    size_t statement = ll_body_statement(body, call);
    diag->how = LL_LOSS_UNKNOWN;
    if (ll_body_word(body, statement, "return") && call == statement + 1)
        return true;
    if (call < 2 || !ll_body_assigns(body, call - 1))
        return false;
    size_t start = start_of(body, call - 1), name = call - 2;
    const char *from = body->tokens.items[start].start;
    size_t length = (size_t)(body->tokens.items[name].start - from) +
                    body->tokens.items[name].length;
    char *text = strndup(from, length);
    body->failed = body->failed || text == NULL;
    if (text == NULL)
        return false;
    free(diag->variable);
    diag->variable = text;
    if (start != name || !ll_body_declares(body, text))
        return false;
    enum ll_escape_way way = ll_escape_way_of(body, name);
    if (way == LL_WAY_STAYS && is_set_once(body, name))
        diag->how = LL_LOSS_SCOPE_END;
    return way == LL_WAY_RETURNED;
}

/* What the call's first argument, an address, is the address of: `pool->thread` of
 * "&pool->thread", `*thread` of "thread". New string; NULL: it is not known, or memory
 * ran out. */
static char *first_argument(struct ll_body *body, size_t call)
{
    size_t start = call + 3, end = start;
    int depth = 0;
    if (call + 3 < body->tokens.count && ll_body_sign(body, call + 3, ',') &&
        body->tokens.items[call + 2].kind == LL_C_WORD) {
        char *name = ll_body_name(body, call + 2), *text = NULL;
        if (name != NULL && asprintf(&text, "*%s", name) < 0)
            text = NULL;
        body->failed = body->failed || text == NULL;
        free(name);
        return text;
    }
    if (!ll_body_sign(body, call + 2, '&'))
        return NULL;
    for (; end < body->tokens.count && !(depth == 0 && ll_body_sign(body, end, ','));
         end++)
        depth += ll_body_sign(body, end, '[') - ll_body_sign(body, end, ']');
    if (end == start || end == body->tokens.count)
        return NULL;
    const char *from = body->tokens.items[start].start;
    char *text = strndup(from, (size_t)(body->tokens.items[end - 1].start - from) +
                                   body->tokens.items[end - 1].length);
    body->failed = body->failed || text == NULL;
    return text;
}

/* How often the body names `name`. */
static size_t times_named(const struct ll_body *body, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < body->tokens.count; i++)
        count += ll_body_word(body, i, name);
    return count;
}

/* Whether the brackets that follow the token at `i` hold `text` and nothing else. */
static bool is_given(const struct ll_body *body, size_t i, const char *text)
{
    size_t after = ll_c_after_bracket(&body->tokens, i + 1);
    if (!ll_body_sign(body, i + 1, '(') || after < i + 4)
        return false;
    const struct ll_c_token *last = &body->tokens.items[after - 2];
    const char *from = body->tokens.items[i + 2].start;
    size_t length = (size_t)(last->start - from) + last->length;
    return length == strlen(text) && memcmp(from, text, length) == 0;
}

/* Whether the thread that the call at `create` starts is detached: by a statement that
 * follows it under no further condition, or by the attributes that it is given. */
static bool is_detached(const struct ll_body *body, size_t create, const char *thread)
{
    int depth = 0;
    bool by_attributes = false;
    for (size_t i = 0; i < create; i++)
        by_attributes |= ll_body_word(body, i, "PTHREAD_CREATE_DETACHED");
    for (size_t i = create; i < body->tokens.count && !by_attributes; i++) {
        size_t statement = ll_body_statement(body, i);
        depth += ll_body_sign(body, i, '{') - ll_body_sign(body, i, '}');
        if (depth <= 0 && ll_body_word(body, i, "pthread_detach") &&
            (statement == i || statement <= create) && is_given(body, i, thread))
            return true;
    }
    return by_attributes;
}

/* Name the variable that got the pthread_t. It was the only one if it is declared here,
 * and named in that call and nowhere else. */
static void name_thread(struct ll_diag *diag, struct ll_body *body, size_t call)
{
    diag->variable = first_argument(body, call);
    if (diag->variable != NULL && is_detached(body, call, diag->variable)) {
        body->failed |= !ll_set_text(&diag->operation, LL_DETACHED);
        return;
    }
    if (diag->variable != NULL && ll_body_declares(body, diag->variable) &&
        times_named(body, diag->variable) == 2)
        diag->how = LL_LOSS_SCOPE_END;
}

/* The sign at `i` changes what stands before it: "=", or the first of "+=", "++". */
static bool is_change(const struct ll_body *body, size_t i)
{
    bool twice = i + 1 < body->tokens.count &&
                 body->tokens.items[i].kind == LL_C_SIGN &&
                 body->tokens.items[i + 1].kind == LL_C_SIGN;
    char sign = twice ? body->tokens.items[i].sign : '\0';
    bool counts =
        (sign == '+' || sign == '-') && body->tokens.items[i + 1].sign == sign;
    bool with = sign != '\0' && strchr("+-*/|&^", sign) != NULL &&
                body->tokens.items[i + 1].sign == '=';
    return ll_body_assigns(body, i) || counts || with;
}

/* Name what the line changes, if that is one member or one element and nothing else:
 * "hall->unused = sheet->next". */
static bool name_changed(struct ll_diag *diag, struct ll_body *body, unsigned line)
{
    size_t found = body->tokens.count;
    for (size_t i = 1; i < body->tokens.count; i++) {
        if (body->tokens.items[i].line != line || !is_change(body, i))
            continue;
        if (found < body->tokens.count && i > found + 1)
            return true; /* more than one change */
        if (found == body->tokens.count)
            found = i;
    }
    size_t start = found < body->tokens.count ? start_of(body, found) : found;
    if (start + 1 >= found || body->tokens.items[start].kind != LL_C_WORD)
        return true;
    const struct ll_c_token *last = &body->tokens.items[found - 1];
    const char *from = body->tokens.items[start].start;
    diag->variable = strndup(from, (size_t)(last->start - from) + last->length);
    return diag->variable != NULL;
}

/* Memory in a block has no name; the line of the thread that wrote has one for it. */
static bool find_raced(struct ll_diag *diag, const char *const *roots)
{
    const struct ll_stack *wrote = diag->thread.writes ? &diag->at : &diag->other;
    const struct ll_frame *own = ll_stack_own(wrote, roots);
    struct ll_body body = LL_BODY_INIT;
    bool named = true;
    if (own != NULL && own == wrote->frames && ll_body_read(&body, own))
        named = name_changed(diag, &body, own->line);
    named = named && !body.failed;
    ll_body_release(&body);
    return named;
}

static bool find_thread(struct ll_diag *diag, const char *const *roots)
{
    struct ll_body body = LL_BODY_INIT;
    const struct ll_frame *own = ll_stack_own(&diag->allocated, roots);
    if (own != NULL && ll_body_read(&body, own)) {
        size_t call = find_call(&body, own->line, "pthread_create");
        if (call < body.tokens.count)
            name_thread(diag, &body, call);
    }
    bool failed = body.failed;
    ll_body_release(&body);
    return !failed;
}

bool ll_holder_find(struct ll_diag *diag, const char *const *roots)
{
    const struct ll_frame *own[8];
    if (diag->kind == LL_THREAD_LEAK && diag->variable == NULL)
        return find_thread(diag, roots);
    if (diag->kind == LL_DATA_RACE && diag->variable == NULL)
        return find_raced(diag, roots);
    bool goes_on = diag->kind == LL_DESCRIPTOR_LEAK && diag->variable == NULL;
    bool failed = false;
    size_t count =
        goes_on ? ll_stack_owns(&diag->allocated, roots, own, sizeof own / sizeof *own)
                : 0;
    for (size_t i = 0; i < count && goes_on && !failed; i++) {
        struct ll_body body = LL_BODY_INIT;
        const char *function =
            own[i] > diag->allocated.frames ? own[i][-1].function : NULL;
        goes_on = ll_body_read(&body, own[i]);
        size_t call =
            goes_on ? find_call(&body, own[i]->line, function) : body.tokens.count;
        goes_on = call < body.tokens.count && name_holder(diag, &body, call);
        failed = body.failed;
        ll_body_release(&body);
    }
    return !failed;
}
