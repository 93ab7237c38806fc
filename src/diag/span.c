/* SPDX-License-Identifier: MIT */
#include "diag/span.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/c_tokens.h"
#include "base/text.h"
#include "diag/words.h"

static bool is_name(char c)
{
    return ll_is_word_char(c) || (unsigned char)c >= 0x80;
}

static struct ll_span from_to(const char *line, const char *from, const char *to)
{
    return (struct ll_span){(size_t)(from - line), (size_t)(to - from)};
}

/* The end of the code in `line`: before a comment that ends it, and blanks. */
static const char *code_end(const char *line)
{
    struct ll_c_tokens tokens;
    struct ll_c_token token;
    const char *end = line;
    ll_c_tokens_init(&tokens, line, strlen(line));
    while (ll_c_tokens_next(&tokens, &token)) {
        if (token.kind == LL_C_SIGN && token.sign == '#' && end > line)
            break; /* a comment in Cython */
        if (token.kind != LL_C_COMMENT)
            end = token.start + token.length;
    }
    return end;
}

static struct ll_span whole(const char *line)
{
    const char *start = line + strspn(line, " \t");
    const char *end = code_end(start);
    return end > start ? from_to(line, start, end)
                       : from_to(line, start, start + strlen(start));
}

/* `word` as a word of its own in the code of `line`, in any case. */
static bool find_word(const char *line, const char *word, bool called,
                      struct ll_span *span)
{
    size_t length = strlen(word);
    const char *end = code_end(line);
    for (const char *at = line; length > 0 && (at = strcasestr(at, word)) != NULL;
         at++) {
        const char *after = at + length;
        if (after > end)
            return false;
        if (ll_is_whole_word(line, at, length) &&
            (!called || after[strspn(after, " \t")] == '(')) {
            *span = from_to(line, at, after);
            return true;
        }
    }
    return false;
}

static const struct ll_stack *stack_of(const struct ll_diag *diag, enum ll_role role)
{
    switch (role) {
    case LL_ROLE_ALLOCATED:
    case LL_ROLE_CALLED:
        return &diag->allocated;
    case LL_ROLE_FREED:
        return &diag->freed;
    case LL_ROLE_LOST:
        return &diag->lost;
    case LL_ROLE_OTHER:
        return &diag->other;
    default:
        return &diag->at;
    }
}

/* The function that the line calls is the next frame inwards: "malloc" or, as a tool or
 * our runtime may name it, "__interceptor_malloc", "__wrap_malloc". */
static bool find_call(const struct ll_diag *diag, const struct ll_mark *mark,
                      const char *line, struct ll_span *span)
{
    static const char *const prefixes[] = {"__interceptor_", "__wrap_"};
    if (mark->role == LL_ROLE_STARTED) /* its frames may have no names */
        return find_word(line, "pthread_create", true, span);
    if (mark->frame == stack_of(diag, mark->role)->frames)
        return false;
    if (mark->role == LL_ROLE_ALLOCATED && ll_is_of_pair(diag) &&
        find_word(line, diag->allocated_by, true, span))
        return true;
    const char *function = mark->frame[-1].function;
    if (function == NULL)
        return false;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (ll_starts_with(function, prefixes[i]))
            function += strlen(prefixes[i]);
    char name[64]; /* without the version: "pthread_create@@GLIBC_2.34" */
    snprintf(name, sizeof name, "%.*s", (int)strcspn(function, "@"), function);
    return find_word(line, name, true, span);
}

/* The left-hand side of the first assignment, without a type before it. */
static bool find_target(const char *line, struct ll_span *span)
{
    const char *end = code_end(line);
    for (const char *p = line; p < end; p++) {
        if (*p == '"' || *p == '\'' || *p == '(')
            return false;
        if (*p != '=' || p[1] == '=' || p == line || strchr("=!<>", p[-1]) != NULL)
            continue;
        while (p > line && (isspace((unsigned char)p[-1]) || strchr("+-*/%&|^", p[-1])))
            p--;
        const char *start = p;
        while (start > line && !isspace((unsigned char)start[-1]) && start[-1] != '*' &&
               start[-1] != ';' && start[-1] != '{')
            start--;
        *span = from_to(line, start, p);
        return start < p;
    }
    return false;
}

/* The function whose result is assigned first: a macro such as PyMem_New, or a function
 * that calls another one for the block. */
static bool find_assigned_call(const char *line, struct ll_span *span)
{
    struct ll_span target;
    if (!find_target(line, &target))
        return false;
    const char *p = line + target.start + target.length;
    p += strcspn(p, "=") + 1;
    p += strspn(p, " \t");
    if (*p == '(') { /* a cast */
        p += strcspn(p, ")");
        p += *p == ')' ? 1 + strspn(p + 1, " \t") : 0;
    }
    const char *end = p;
    while (is_name(*end))
        end++;
    *span = from_to(line, p, end);
    return end > p && *end == '(';
}

/* The length of ".", "->" or "[i]" behind a name; 0: none of them. */
static size_t link_length(const char *p)
{
    if (*p == '.')
        return 1;
    if (p[0] == '-' && p[1] == '>')
        return 2;
    size_t length = 0, depth = 0; /* an index may have an index: a[b[i]] */
    do {
        depth += p[length] == '[';
        depth -= p[length] == ']';
        if (depth == 0)
            return p[length] == ']' ? length + 1 : 0;
    } while (p[++length] != '\0');
    return 0;
}

/* The name at the column, with what belongs to it: "series->data", "row[i]". */
static bool find_column(const struct ll_frame *frame, const char *line,
                        struct ll_span *span)
{
    const char *end = code_end(line);
    if (frame->column == 0 || frame->column > (size_t)(end - line))
        return false;
    const char *start = line + frame->column - 1, *p = start;
    while (p < end && (is_name(*p) || (p > start && link_length(p) > 0)))
        p += is_name(*p) ? 1 : link_length(p);
    *span = from_to(line, start, p > start ? p : start + 1);
    return true;
}

/* The only return statement of the line, to its semicolon. */
static bool find_return(const char *line, struct ll_span *span)
{
    struct ll_c_tokens tokens;
    struct ll_c_token token;
    const char *start = NULL, *end = code_end(line);
    ll_c_tokens_init(&tokens, line, strlen(line));
    while (ll_c_tokens_next(&tokens, &token)) {
        bool is_return = token.kind == LL_C_WORD && token.length == strlen("return") &&
                         strncmp(token.start, "return", token.length) == 0;
        if (is_return && start != NULL)
            return false;
        if (is_return)
            start = token.start;
        else if (start != NULL && token.kind == LL_C_SIGN && token.sign == ';' &&
                 token.start < end)
            end = token.start + 1;
    }
    if (start != NULL)
        *span = from_to(line, start, end);
    return start != NULL;
}

/* From the first value of the line that nobody had set to the last one. */
static bool find_unset(const struct ll_diag *diag, const char *line,
                       struct ll_span *span)
{
    struct ll_span one;
    size_t start = SIZE_MAX, end = 0;
    for (size_t i = 0; i < diag->values.count; i++) {
        const struct ll_value *value = &diag->values.items[i];
        if (!ll_value_is_unset(value) || !find_word(line, value->name, false, &one))
            continue;
        start = one.start < start ? one.start : start;
        end = one.start + one.length > end ? one.start + one.length : end;
    }
    if (start < end)
        *span = (struct ll_span){start, end - start};
    return start < end;
}

/* Whether what stands there is known to have been set: a tool may tell the column at
 * which the whole condition begins. */
static bool is_set(const struct ll_diag *diag, const char *line, struct ll_span span)
{
    for (size_t i = 0; i < diag->values.count; i++) {
        const struct ll_value *value = &diag->values.items[i];
        if (strlen(value->name) == span.length &&
            strncmp(line + span.start, value->name, span.length) == 0)
            return value->value != NULL && !ll_value_is_unset(value);
    }
    return false;
}

struct ll_span ll_span_find(const struct ll_diag *diag, const struct ll_mark *mark,
                            const char *line)
{
    struct ll_span span;
    /* A variable that has ended has no name where it is used: what has that name there
     * is another one. */
    bool held = mark->role == LL_ROLE_LOST || diag->kind == LL_UNINITIALISED ||
                (diag->kind == LL_STACK_ESCAPE && mark->role != LL_ROLE_AT);
    bool ended = mark->role == LL_ROLE_LOST && diag->how == LL_LOSS_SCOPE_END;
    if (find_column(mark->frame, line, &span)) {
        if (mark->role == LL_ROLE_AT && diag->kind == LL_UNINITIALISED &&
            is_set(diag, line, span))
            find_unset(diag, line, &span);
        return span;
    }
    if ((ended && find_return(line, &span)) ||
        (held && diag->variable != NULL &&
         find_word(line, diag->variable, false, &span)) ||
        find_call(diag, mark, line, &span))
        return span;
    bool assigns = mark->role == LL_ROLE_ALLOCATED ||
                   (mark->role == LL_ROLE_LOST && diag->how == LL_LOSS_OVERWRITTEN);
    if (mark->role == LL_ROLE_ALLOCATED && find_assigned_call(line, &span))
        return span;
    if (assigns && find_target(line, &span))
        return span;
    return whole(line);
}
