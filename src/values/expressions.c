/* SPDX-License-Identifier: MIT */
#include "values/expressions.h"

#include <string.h>

#include "values/expression.h"

enum { CONDITIONS_MOST = 2, DEPTH_MOST = 32, LINES_MORE = 3, LINES_BEFORE = 6 };

/* ---- the conditions around it ---------------------------------------------------- */

static bool has_condition(const struct ll_c_row *tokens, size_t i)
{
    static const char *const words[] = {"if", "for", "while", "switch"};
    for (size_t j = 0; j < sizeof words / sizeof *words; j++)
        if (ll_c_is_word(tokens, i, words[j]) && ll_c_is_sign(tokens, i + 1, '('))
            return true;
    return false;
}

/* Of each block or statement that is open, its condition; an empty range: it has none.
 */
struct open {
    struct ll_c_range passed; /* the condition of the last `if` that was closed */
    struct ll_c_range conditions[DEPTH_MOST];
    bool braced[DEPTH_MOST];
    size_t count;
};

static void push(struct open *open, struct ll_c_range condition, bool braced)
{
    if (open->count < DEPTH_MOST) {
        open->conditions[open->count] = condition;
        open->braced[open->count++] = braced;
    }
}

static void pop(const struct ll_c_row *tokens, struct open *open)
{
    if (open->count == 0)
        return;
    struct ll_c_range condition = open->conditions[--open->count];
    if (condition.end > condition.start &&
        ll_c_is_word(tokens, condition.start - 2, "if"))
        open->passed = condition;
}

static void close_statements(const struct ll_c_row *tokens, struct open *open)
{
    while (open->count > 0 && !open->braced[open->count - 1])
        pop(tokens, open);
}

/* What is open at token `end`, from the function's first token `i` on. */
static void find_conditions(const struct ll_c_row *tokens, size_t i, size_t end,
                            struct open *open)
{
    while (i < end) {
        struct ll_c_range none = {0};
        if (has_condition(tokens, i)) {
            size_t after = ll_c_after_bracket(tokens, i + 1);
            push(open, (struct ll_c_range){i + 2, after - 1},
                 ll_c_is_sign(tokens, after, '{'));
            i = after + ll_c_is_sign(tokens, after, '{');
            continue;
        }
        if (ll_c_is_sign(tokens, i, '{')) {
            push(open, none, true);
        } else if (ll_c_is_sign(tokens, i, '}')) {
            close_statements(tokens, open);
            pop(tokens, open);
            close_statements(tokens, open);
        } else if (ll_c_is_sign(tokens, i, ';')) {
            close_statements(tokens, open);
        }
        i++;
    }
}

/* What is tested: of "int i = 0; i <= n; i++" the middle part. */
static struct ll_c_range tested_of(const struct ll_c_row *tokens,
                                   struct ll_c_range condition)
{
    struct ll_c_range tested = condition;
    for (size_t i = condition.start; i < condition.end; i++) {
        if (!ll_c_is_sign(tokens, i, ';'))
            continue;
        if (tested.start > condition.start)
            return (struct ll_c_range){tested.start, i};
        tested.start = i + 1;
    }
    return tested;
}

static bool share_word(const struct ll_c_row *tokens, struct ll_c_range a,
                       struct ll_c_range b)
{
    char word[128];
    for (size_t i = a.start; i < a.end; i++) {
        if (tokens->items[i].kind != LL_C_WORD)
            continue;
        ll_c_token_copy(&tokens->items[i], word, sizeof word);
        for (size_t j = b.start; j < b.end; j++)
            if (ll_c_is_word(tokens, j, word))
                return true;
    }
    return false;
}

/* Set the condition that is about the index; one that is long, or goes over several
 * lines, is not told. */
static void find_bound(const struct ll_c_row *tokens, const struct open *open,
                       struct ll_outside *outside)
{
    for (size_t i = open->count; outside->size > 0 && i > 0; i--) {
        struct ll_c_range tested = tested_of(tokens, open->conditions[i - 1]);
        if (tested.end <= tested.start || !share_word(tokens, outside->used, tested))
            continue;
        const struct ll_c_token *first = &tokens->items[tested.start],
                                *last = &tokens->items[tested.end - 1];
        size_t length = (size_t)(last->start - first->start) + last->length;
        if (length < sizeof outside->bound && first->line == last->line) {
            memcpy(outside->bound, first->start, length);
            outside->bound[length] = '\0';
            outside->bound_line = first->line;
        }
        return;
    }
}

/* What a variable holds on which a condition depended that is over. Elements and
 * members may have been others then. */
static void read_passed(struct ll_line_reader *reader, struct ll_c_range range)
{
    const struct ll_c_row *tokens = reader->tokens;
    for (size_t i = range.start; i < range.end && !reader->failed; i++) {
        struct ll_place_of place;
        char name[128];
        bool is_alone =
            tokens->items[i].kind == LL_C_WORD && !ll_c_is_sign(tokens, i + 1, '(') &&
            !ll_c_is_sign(tokens, i + 1, '[') && !ll_c_is_sign(tokens, i + 1, '.') &&
            !ll_c_is_arrow(tokens, i + 1) && !ll_c_is_sign(tokens, i - 1, '.') &&
            !ll_c_is_sign(tokens, i - 1, '>') && !ll_c_is_sign(tokens, i - 1, '*');
        if (!is_alone)
            continue;
        ll_c_token_copy(&tokens->items[i], name, sizeof name);
        if (ll_scope_find(&reader->shower->scopes[reader->shower->here], name, &place))
            ll_expression_tell(reader, name, &place, NULL);
    }
}

/* ---- the line ------------------------------------------------------------------ */

static bool tokenise(const struct ll_buf *source, struct ll_c_row *tokens)
{
    struct ll_c_tokens reader;
    struct ll_c_token token;
    ll_c_tokens_init(&reader, ll_buf_text(source), source->len);
    while (ll_c_tokens_next_code(&reader, &token))
        if (!ll_c_row_add(tokens, &token))
            return false;
    return true;
}

/* The tokens of the line, and of the next ones where a bracket is open at its end. */
static struct ll_c_range find_line(const struct ll_c_row *tokens, unsigned line)
{
    struct ll_c_range range = {0};
    int depth = 0;
    while (range.start < tokens->count && tokens->items[range.start].line < line)
        range.start++;
    for (range.end = range.start; range.end < tokens->count; range.end++) {
        const struct ll_c_token *token = &tokens->items[range.end];
        if (token->line > line && (depth <= 0 || token->line > line + LINES_MORE))
            break;
        depth +=
            ll_c_is_sign(tokens, range.end, '(') - ll_c_is_sign(tokens, range.end, ')');
    }
    return range;
}

bool ll_expressions_add(const struct ll_shower *shower, const struct ll_buf *source,
                        unsigned start, unsigned line, bool targets,
                        struct ll_value_list *out, struct ll_outside *outside)
{
    struct ll_c_row tokens = {0};
    struct open open = {0};
    *outside = (struct ll_outside){0};
    struct ll_line_reader reader = {
        .shower = shower, .tokens = &tokens, .targets = targets, .out = out};
    if (!tokenise(source, &tokens)) {
        ll_c_row_release(&tokens);
        return false;
    }
    struct ll_c_range own = find_line(&tokens, line);
    size_t first = find_line(&tokens, start).start;
    ll_expressions_in(&reader, own);
    find_conditions(&tokens, first, own.start, &open);
    size_t told = 0;
    for (size_t i = open.count; i > 0 && told < CONDITIONS_MOST; i--)
        if (open.conditions[i - 1].end > open.conditions[i - 1].start) {
            ll_expressions_in(&reader, open.conditions[i - 1]);
            told++;
        }
    struct ll_c_range passed = open.passed;
    if (told == 0 && passed.end > passed.start && !targets &&
        tokens.items[passed.start].line + LINES_BEFORE >= line)
        read_passed(&reader, passed);
    *outside = reader.outside;
    find_bound(&tokens, &open, outside);
    ll_c_row_release(&tokens);
    return !reader.failed;
}
