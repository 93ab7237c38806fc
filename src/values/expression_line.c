/* SPDX-License-Identifier: MIT
 *
 * expression_line: which expressions of a line are told. */
#include "values/expression.h"

enum { INDEXES_DEEP = 3 };

/* Whether the sign before token `i` has one operand: "*p", "&n". */
static bool is_unary(const struct ll_c_row *tokens, size_t i, char sign, size_t start)
{
    if (i == start || !ll_c_is_sign(tokens, i - 1, sign))
        return false;
    if (i - 1 == start)
        return true;
    if (sign == '&' && ll_c_is_sign(tokens, i - 2, '&'))
        return false; /* && */
    const struct ll_c_token *before = &tokens->items[i - 2];
    return before->kind == LL_C_SIGN && before->sign != ')' && before->sign != ']';
}

static bool is_assigned(const struct ll_c_row *tokens, size_t next)
{
    return ll_c_is_sign(tokens, next, '=') && !ll_c_is_sign(tokens, next + 1, '=');
}

/* Tell what follows the pointer in brackets: "(*link)->next". */
static void show_behind_bracket(struct ll_line_reader *reader,
                                struct ll_expression *expression)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_addf(&text, "(*%s)", ll_buf_text(&expression->text));
    ll_buf_release(&expression->text);
    expression->text = text;
    expression->step_count = 0; /* their texts are no longer the beginning of it */
    expression->next++;
    ll_expression_go_on(reader, expression);
    if (!expression->stopped &&
        (reader->targets || !is_assigned(reader->tokens, expression->next)))
        ll_expression_tell(reader, ll_buf_text(&expression->text), &expression->place,
                           NULL);
}

static bool is_member_behind(const struct ll_c_row *tokens, size_t bracket)
{
    return ll_c_is_sign(tokens, bracket, ')') &&
           (ll_c_is_arrow(tokens, bracket + 1) ||
            ll_c_is_sign(tokens, bracket + 1, '.'));
}

static void show_pointed_to(struct ll_line_reader *reader,
                            struct ll_expression *expression)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_expression_tell(reader, ll_buf_text(&expression->text), &expression->place,
                       NULL);
    ll_buf_addf(&text, "*%s", ll_buf_text(&expression->text));
    if (ll_expression_follow(reader, expression)) {
        ll_expression_tell(reader, ll_buf_text(&text), &expression->place, NULL);
        if (is_member_behind(reader->tokens, expression->next))
            show_behind_bracket(reader, expression);
    }
    ll_buf_release(&text);
}

/* The token after the brackets that follow the word at `i`, if they are nested so deep
 * that "a[2]" alone would not say where its index is from; 0: they are not. */
static size_t find_deep(const struct ll_c_row *tokens, size_t i)
{
    size_t end = ll_c_after_bracket(tokens, i + 1), depth = 0, most = 0;
    if (!ll_c_is_sign(tokens, i + 1, '['))
        return 0;
    for (size_t at = i + 1; at < end; at++) {
        depth += ll_c_is_sign(tokens, at, '[');
        most = depth > most ? depth : most;
        depth -= ll_c_is_sign(tokens, at, ']');
    }
    return most >= INDEXES_DEEP ? end : 0;
}

static void read_word(struct ll_line_reader *reader, size_t i, size_t start)
{
    struct ll_expression expression;
    const struct ll_c_row *tokens = reader->tokens;
    bool is_call = ll_c_is_sign(tokens, i + 1, '(');
    bool is_part = i > start && (ll_c_is_sign(tokens, i - 1, '.') ||
                                 (i > start + 1 && ll_c_is_arrow(tokens, i - 2)));
    if (is_call || is_part || (i < reader->deep && ll_c_is_sign(tokens, i + 1, '[')))
        return; /* the last: it was told as an index */
    if (i >= reader->deep)
        reader->deep = find_deep(tokens, i);
    bool found = ll_expression_read(reader, i, &expression);
    bool is_target = !reader->targets && is_assigned(tokens, expression.next);
    if (found && !expression.stopped && !is_unary(tokens, i, '&', start)) {
        if (is_unary(tokens, i, '*', start)) {
            if (!is_target)
                show_pointed_to(reader, &expression);
            else
                ll_expression_tell(reader, ll_buf_text(&expression.text),
                                   &expression.place, NULL);
        } else if (!is_target) {
            ll_expression_tell(reader, ll_buf_text(&expression.text), &expression.place,
                               NULL);
        }
    }
    ll_buf_release(&expression.text);
}

/* The end of the argument that the function named by token `i` writes to, without
 * reading it; 0: there is none. */
static size_t written_to(const struct ll_c_row *tokens, size_t i)
{
    static const char *const writers[] = {"strcpy",   "strncpy", "stpcpy",  "sprintf",
                                          "snprintf", "memcpy",  "memmove", "memset",
                                          "fgets",    "fread"};
    bool found = false;
    for (size_t j = 0; j < sizeof writers / sizeof *writers; j++)
        found = found || ll_c_is_word(tokens, i, writers[j]);
    size_t depth = 0;
    for (i++; found && i < tokens->count; i++) {
        depth += ll_c_is_sign(tokens, i, '(') || ll_c_is_sign(tokens, i, '[');
        depth -= ll_c_is_sign(tokens, i, ')') || ll_c_is_sign(tokens, i, ']');
        if (depth == 0 || (depth == 1 && ll_c_is_sign(tokens, i, ',')))
            return i;
    }
    return 0;
}

/* Whether the bracket at `i` is around an operand: of no call and no condition. */
static bool is_bracketed(const struct ll_c_row *tokens, size_t i, size_t start)
{
    return ll_c_is_sign(tokens, i, '(') && i > start &&
           tokens->items[i - 1].kind == LL_C_SIGN &&
           !ll_c_is_sign(tokens, i - 1, ')') && !ll_c_is_sign(tokens, i - 1, ']');
}

/* The value of a sum in brackets: "argc - 1 = 0". What is in it is told apart. */
static void read_sum(struct ll_line_reader *reader, size_t i)
{
    long long number;
    struct ll_c_range inside = {i + 1, ll_c_after_bracket(reader->tokens, i) - 1};
    if (ll_expression_sum(reader, inside, &number))
        ll_expression_tell_sum(reader, inside, number);
}

void ll_expressions_in(struct ll_line_reader *reader, struct ll_c_range range)
{
    size_t written = 0;
    for (size_t i = range.start; i < range.end && !reader->failed; i++) {
        size_t until = written_to(reader->tokens, i);
        written = until > 0 ? until : written;
        reader->written = i < written;
        if (ll_c_is_word(reader->tokens, i, "sizeof"))
            i = ll_c_is_sign(reader->tokens, i + 1, '(')
                    ? ll_c_after_bracket(reader->tokens, i + 1) - 1
                    : i + 1;
        else if (is_bracketed(reader->tokens, i, range.start))
            read_sum(reader, i);
        else if (reader->tokens->items[i].kind == LL_C_WORD)
            read_word(reader, i, range.start);
    }
}
