/* SPDX-License-Identifier: MIT */
#include "values/expressions.h"

#include <dwarf.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/c_row.h"
#include "diag/cython.h"

enum {
    VALUES_MOST = 8,
    CONDITIONS_MOST = 2,
    DEPTH_MOST = 32,
    LINES_MORE = 3,
    STEPS_MOST = 3,
    INDEXES_DEEP = 3,
    SUM_MOST = 40,
    LINES_BEFORE = 6
};

struct range {
    size_t start, end;
};

struct reader {
    const struct ll_shower *shower;
    const struct ll_c_row *tokens;
    struct ll_value_list *out;
    bool targets; /* the targets of assignments count, too */
    bool written; /* what is read now is written to by a function */
    size_t deep; /* the token after an expression with an index in an index in an index,
                    of which each one is told; 0: none */
    struct ll_outside outside;
    bool failed;
};

static bool is_arrow(const struct ll_c_row *tokens, size_t i)
{
    return ll_c_is_sign(tokens, i, '-') && ll_c_is_sign(tokens, i + 1, '>') &&
           tokens->items[i].start + 1 == tokens->items[i + 1].start;
}

/* The index after the bracket that closes the one at `i`; the end: there is none. */
static size_t after_bracket(const struct ll_c_row *tokens, size_t i)
{
    size_t depth = 0;
    for (; i < tokens->count; i++) {
        if (ll_c_is_sign(tokens, i, '(') || ll_c_is_sign(tokens, i, '['))
            depth++;
        else if ((ll_c_is_sign(tokens, i, ')') || ll_c_is_sign(tokens, i, ']')) &&
                 --depth == 0)
            return i + 1;
    }
    return i;
}

/* ---- values -------------------------------------------------------------------- */

static void emit(struct reader *reader, const char *name, struct ll_place_of *place,
                 const char *note)
{
    struct ll_buf value = LL_BUF_INIT, type = LL_BUF_INIT;
    const struct ll_shower *shower = reader->shower;
    if (reader->out->count < VALUES_MOST && ll_values_find(reader->out, name) == NULL) {
        bool shown = ll_show_value(shower, place, &value) &&
                     !(reader->written && strcmp(value.data, LL_VALUE_UNSET) == 0);
        ll_show_type(shower, place, &type);
        struct ll_value found = {.name = (char *)(uintptr_t)name,
                                 .type = (char *)(uintptr_t)ll_buf_text(&type),
                                 .value = shown ? value.data : NULL,
                                 .note = (char *)(uintptr_t)note};
        if ((shown || note != NULL) && !ll_values_add(reader->out, &found))
            reader->failed = true;
    }
    ll_buf_release(&type);
    ll_buf_release(&value);
}

/* ---- one expression: a variable, then members and elements ----------------------- */

struct expression {
    struct ll_place_of place;
    struct ll_buf text;
    struct step { /* the pointers on the way: of `a->b->c` these are `a` and `a->b` */
        struct ll_place_of place;
        size_t length; /* of its text */
    } steps[STEPS_MOST];
    size_t step_count;
    size_t next;    /* the token after it */
    bool stopped;   /* no further value can be told; what is known was emitted */
    bool is_cython; /* there a dot follows a pointer, too */
};

static bool evaluate_index(struct reader *reader, struct range range,
                           long long *number);

static bool find_member(Dwarf_Die *type, const char *name, struct ll_place_of *place)
{
    Dwarf_Die child;
    if (dwarf_child(type, &child) != 0)
        return false;
    do {
        struct ll_place_of inner;
        const char *found = dwarf_diename(&child);
        if (dwarf_tag(&child) != DW_TAG_member ||
            !ll_member_place(&child, place->address, &inner))
            continue;
        if (found ==
            NULL) { /* the members of an anonymous struct are the outer one's */
            Dwarf_Die plain;
            if (ll_type_plain(&inner.type, &plain) &&
                find_member(&plain, name, &inner)) {
                *place = inner;
                return true;
            }
        } else if (strcmp(found, name) == 0) {
            *place = inner;
            return true;
        }
    } while (dwarf_siblingof(&child, &child) == 0);
    return false;
}

/* Tell the pointers that led to one that leads nowhere. */
static void emit_steps(struct reader *reader, struct expression *expression)
{
    for (size_t i = 0; i < expression->step_count; i++) {
        struct ll_buf text = LL_BUF_INIT;
        struct step *step = &expression->steps[i];
        ll_buf_add(&text, ll_buf_text(&expression->text), step->length);
        emit(reader, ll_buf_text(&text), &step->place, NULL);
        ll_buf_release(&text);
    }
}

/* Follow the pointer, or go to the first element. False: it leads nowhere, which is
 * told.
 */
static bool follow(struct reader *reader, struct expression *expression)
{
    struct ll_place_of *place = &expression->place, element;
    Dwarf_Die plain;
    uint64_t address = place->address;
    if (!ll_type_plain(&place->type, &plain) || !ll_scope_element(place, &element))
        return false;
    bool is_pointer = dwarf_tag(&plain) == DW_TAG_pointer_type;
    if (is_pointer &&
        ll_show_pointer_kind(reader->shower, place, &address) != LL_POINTER_VALID) {
        emit_steps(reader, expression);
        emit(reader, ll_buf_text(&expression->text), place, NULL);
        return false;
    }
    if (is_pointer && expression->step_count < STEPS_MOST)
        expression->steps[expression->step_count++] =
            (struct step){*place, expression->text.len};
    element.address = address;
    *place = element;
    return true;
}

static bool is_pointer(const struct ll_place_of *place)
{
    Dwarf_Die type = place->type, plain;
    return ll_type_plain(&type, &plain) && dwarf_tag(&plain) == DW_TAG_pointer_type;
}

static bool step_into_member(struct reader *reader, struct expression *expression,
                             bool arrow)
{
    char name[128];
    Dwarf_Die plain;
    size_t at = expression->next + (arrow ? 2 : 1);
    if (at >= reader->tokens->count || reader->tokens->items[at].kind != LL_C_WORD)
        return false;
    ll_c_token_copy(&reader->tokens->items[at], name, sizeof name);
    bool pointer = arrow || (expression->is_cython && is_pointer(&expression->place));
    if ((pointer && !follow(reader, expression)) ||
        !ll_type_plain(&expression->place.type, &plain) ||
        !find_member(&plain, name, &expression->place))
        return false;
    ll_buf_addf(&expression->text, "%s%s", arrow ? "->" : ".", name);
    expression->next = at + 1;
    return true;
}

/* How many elements there are from the pointer or array on; -1: unknown. */
static long long elements_of(const struct reader *reader,
                             const struct ll_place_of *place, uint64_t size)
{
    Dwarf_Die plain, declared = place->type;
    uint64_t address;
    const struct ll_shower *shower = reader->shower;
    if (!ll_type_plain(&declared, &plain))
        return -1;
    if (dwarf_tag(&plain) == DW_TAG_array_type)
        return ll_scope_elements(&shower->scopes[shower->here], &plain, place->inside);
    if (ll_show_pointer_kind(shower, place, &address) != LL_POINTER_VALID || size == 0)
        return -1;
    const struct ll_memory_block *block = ll_memory_block(shower->memory, address);
    struct ll_place_of variable;
    const char *name;
    if (block != NULL)
        return (long long)((block->start + block->size - address) / size);
    for (size_t i = 0; i < shower->scope_count; i++)
        if (ll_scope_who(&shower->scopes[i], address, &variable, &name))
            return (long long)((variable.address +
                                ll_type_size(&shower->scopes[i], &variable.type) -
                                address) /
                               size);
    return -1;
}

static void emit_bounds(struct reader *reader, struct expression *expression,
                        long long count)
{
    struct ll_buf note = LL_BUF_INIT;
    const char *text = ll_buf_text(&expression->text);
    if (count == 0)
        ll_buf_addf(&note, "`%s` has no elements", text);
    else
        ll_buf_addf(&note, "`%s` has %lld element%s, the last is `%s[%lld]`", text,
                    count, count == 1 ? "" : "s", text, count - 1);
    emit(reader, text, &expression->place, ll_buf_text(&note));
    ll_buf_release(&note);
}

/* "i + 1 = 10": an index that is more than a variable or a number. Of an expression
 * that is deep, "a[a[0]] = 2", too. */
static void emit_sum(struct reader *reader, struct range range, long long number)
{
    struct ll_buf name = LL_BUF_INIT, value = LL_BUF_INIT;
    const struct ll_c_row *tokens = reader->tokens;
    bool is_sum = false;
    for (size_t i = range.start; i < range.end; i++) {
        const struct ll_c_token *token = &tokens->items[i];
        bool is_operator =
            i > range.start &&
            (ll_c_is_sign(tokens, i, '+') || ll_c_is_sign(tokens, i, '-')) &&
            !is_arrow(tokens, i);
        is_sum =
            is_sum || is_operator || (i < reader->deep && ll_c_is_sign(tokens, i, '['));
        ll_buf_puts(&name, is_operator ? " " : "");
        ll_buf_add(&name, token->start, token->length);
        ll_buf_puts(&name, is_operator ? " " : "");
    }
    ll_buf_addf(&value, "%lld", number);
    struct ll_value sum = {.name = name.data, .value = value.data};
    if (is_sum && name.data != NULL && value.data != NULL && name.len < SUM_MOST &&
        reader->out->count < VALUES_MOST &&
        ll_values_find(reader->out, name.data) == NULL &&
        !ll_values_add(reader->out, &sum))
        reader->failed = true;
    ll_buf_release(&name);
    ll_buf_release(&value);
}

static bool step_into_element(struct reader *reader, struct expression *expression)
{
    long long index = 0;
    struct ll_place_of element;
    size_t end = after_bracket(reader->tokens, expression->next);
    struct range inside = {expression->next + 1, end - 1};
    if (!ll_scope_element(&expression->place, &element))
        return false;
    uint64_t size =
        ll_place_size(&reader->shower->scopes[reader->shower->here], &element);
    long long count = elements_of(reader, &expression->place, size);
    bool known = evaluate_index(reader, inside, &index);
    if (known)
        emit_sum(reader, inside, index);
    if (count >= 0 && known && (index < 0 || index >= count)) {
        if (reader->outside.size == 0)
            reader->outside = (struct ll_outside){index, count, size};
        emit_bounds(reader, expression, count);
        return false;
    }
    if (!follow(reader, expression))
        return false;
    if (!known || size == 0)
        return false;
    expression->place.address += (uint64_t)index * size;
    ll_buf_addf(&expression->text, "[%lld]", index);
    expression->next = end;
    return true;
}

/* Find a variable by its name in the source, where Cython may have changed it. */
static bool find_variable(const struct reader *reader, const char *name,
                          struct expression *expression)
{
    char made[160];
    const struct ll_scope *scope = &reader->shower->scopes[reader->shower->here];
    snprintf(made, sizeof made, LL_CYTHON_VARIABLE "%s", name);
    expression->is_cython = ll_scope_find(scope, made, &expression->place);
    return expression->is_cython || ll_scope_find(scope, name, &expression->place);
}

/* Read the expression that begins with the word at `i`. False: it is no variable. */
static bool read_expression(struct reader *reader, size_t i,
                            struct expression *expression)
{
    char name[128];
    const struct ll_c_row *tokens = reader->tokens;
    ll_c_token_copy(&tokens->items[i], name, sizeof name);
    *expression = (struct expression){.text = LL_BUF_INIT, .next = i + 1};
    if (!find_variable(reader, name, expression))
        return false;
    ll_buf_puts(&expression->text, name);
    for (;;) {
        bool went_on;
        if (is_arrow(tokens, expression->next))
            went_on = step_into_member(reader, expression, true);
        else if (ll_c_is_sign(tokens, expression->next, '.'))
            went_on = step_into_member(reader, expression, false);
        else if (ll_c_is_sign(tokens, expression->next, '['))
            went_on = step_into_element(reader, expression);
        else
            return true;
        if (!went_on) {
            expression->stopped = true;
            return true;
        }
    }
}

static bool evaluate_term(struct reader *reader, size_t at, size_t *next,
                          long long *number)
{
    struct expression expression = {.text = LL_BUF_INIT};
    const struct ll_c_token *token = &reader->tokens->items[at];
    char digits[32], *end;
    bool found = false;
    if (token->kind == LL_C_NUMBER) {
        ll_c_token_copy(token, digits, sizeof digits);
        *number = strtoll(digits, &end, 0);
        *next = at + 1;
        return *end == '\0';
    }
    if (token->kind == LL_C_WORD && read_expression(reader, at, &expression) &&
        !expression.stopped)
        found = ll_show_integer(reader->shower, &expression.place, number);
    *next = expression.next;
    ll_buf_release(&expression.text);
    return found;
}

/* A sum of numbers and variables: "i", "n - 1", "-1". */
static bool evaluate_index(struct reader *reader, struct range range, long long *number)
{
    size_t at = range.start;
    *number = 0;
    while (at < range.end) {
        long long term;
        bool minus = ll_c_is_sign(reader->tokens, at, '-');
        if (minus || ll_c_is_sign(reader->tokens, at, '+'))
            at++;
        else if (at > range.start)
            return false;
        if (at >= range.end || !evaluate_term(reader, at, &at, &term) ||
            (minus ? __builtin_sub_overflow(*number, term, number)
                   : __builtin_add_overflow(*number, term, number)))
            return false;
    }
    return range.end > range.start;
}

/* ---- a line -------------------------------------------------------------------- */

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

static void show_pointed_to(struct reader *reader, struct expression *expression)
{
    struct ll_buf text = LL_BUF_INIT;
    emit(reader, ll_buf_text(&expression->text), &expression->place, NULL);
    ll_buf_addf(&text, "*%s", ll_buf_text(&expression->text));
    if (follow(reader, expression))
        emit(reader, ll_buf_text(&text), &expression->place, NULL);
    ll_buf_release(&text);
}

/* The token after the brackets that follow the word at `i`, if they are nested so deep
 * that "a[2]" alone would not say where its index is from; 0: they are not. */
static size_t find_deep(const struct ll_c_row *tokens, size_t i)
{
    size_t end = after_bracket(tokens, i + 1), depth = 0, most = 0;
    if (!ll_c_is_sign(tokens, i + 1, '['))
        return 0;
    for (size_t at = i + 1; at < end; at++) {
        depth += ll_c_is_sign(tokens, at, '[');
        most = depth > most ? depth : most;
        depth -= ll_c_is_sign(tokens, at, ']');
    }
    return most >= INDEXES_DEEP ? end : 0;
}

static void read_word(struct reader *reader, size_t i, size_t start)
{
    struct expression expression;
    const struct ll_c_row *tokens = reader->tokens;
    bool is_call = ll_c_is_sign(tokens, i + 1, '(');
    bool is_part = i > start && (ll_c_is_sign(tokens, i - 1, '.') ||
                                 (i > start + 1 && is_arrow(tokens, i - 2)));
    if (is_call || is_part || (i < reader->deep && ll_c_is_sign(tokens, i + 1, '[')))
        return; /* the last: it was told as an index */
    if (i >= reader->deep)
        reader->deep = find_deep(tokens, i);
    bool found = read_expression(reader, i, &expression);
    bool is_target = !reader->targets && is_assigned(tokens, expression.next);
    if (found && !expression.stopped && !is_unary(tokens, i, '&', start)) {
        if (is_unary(tokens, i, '*', start)) {
            if (!is_target)
                show_pointed_to(reader, &expression);
            else
                emit(reader, ll_buf_text(&expression.text), &expression.place, NULL);
        } else if (!is_target) {
            emit(reader, ll_buf_text(&expression.text), &expression.place, NULL);
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
static void read_sum(struct reader *reader, size_t i)
{
    long long number;
    struct range inside = {i + 1, after_bracket(reader->tokens, i) - 1};
    if (evaluate_index(reader, inside, &number))
        emit_sum(reader, inside, number);
}

static void read_range(struct reader *reader, struct range range)
{
    size_t written = 0;
    for (size_t i = range.start; i < range.end && !reader->failed; i++) {
        size_t until = written_to(reader->tokens, i);
        written = until > 0 ? until : written;
        reader->written = i < written;
        if (ll_c_is_word(reader->tokens, i, "sizeof"))
            i = ll_c_is_sign(reader->tokens, i + 1, '(')
                    ? after_bracket(reader->tokens, i + 1) - 1
                    : i + 1;
        else if (is_bracketed(reader->tokens, i, range.start))
            read_sum(reader, i);
        else if (reader->tokens->items[i].kind == LL_C_WORD)
            read_word(reader, i, range.start);
    }
}

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
    struct range passed; /* the condition of the last `if` that was closed */
    struct range conditions[DEPTH_MOST];
    bool braced[DEPTH_MOST];
    size_t count;
};

static void push(struct open *open, struct range condition, bool braced)
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
    struct range condition = open->conditions[--open->count];
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
        struct range none = {0};
        if (has_condition(tokens, i)) {
            size_t after = after_bracket(tokens, i + 1);
            push(open, (struct range){i + 2, after - 1},
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

/* What a variable holds on which a condition depended that is over. Elements and
 * members may have been others then. */
static void read_passed(struct reader *reader, struct range range)
{
    const struct ll_c_row *tokens = reader->tokens;
    for (size_t i = range.start; i < range.end && !reader->failed; i++) {
        struct ll_place_of place;
        char name[128];
        bool is_alone =
            tokens->items[i].kind == LL_C_WORD && !ll_c_is_sign(tokens, i + 1, '(') &&
            !ll_c_is_sign(tokens, i + 1, '[') && !ll_c_is_sign(tokens, i + 1, '.') &&
            !is_arrow(tokens, i + 1) && !ll_c_is_sign(tokens, i - 1, '.') &&
            !ll_c_is_sign(tokens, i - 1, '>') && !ll_c_is_sign(tokens, i - 1, '*');
        if (!is_alone)
            continue;
        ll_c_token_copy(&tokens->items[i], name, sizeof name);
        if (ll_scope_find(&reader->shower->scopes[reader->shower->here], name, &place))
            emit(reader, name, &place, NULL);
    }
}

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
static struct range find_line(const struct ll_c_row *tokens, unsigned line)
{
    struct range range = {0};
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
    struct reader reader = {
        .shower = shower, .tokens = &tokens, .targets = targets, .out = out};
    if (!tokenise(source, &tokens)) {
        ll_c_row_release(&tokens);
        return false;
    }
    struct range own = find_line(&tokens, line);
    size_t first = find_line(&tokens, start).start;
    read_range(&reader, own);
    find_conditions(&tokens, first, own.start, &open);
    size_t told = 0;
    for (size_t i = open.count; i > 0 && told < CONDITIONS_MOST; i--)
        if (open.conditions[i - 1].end > open.conditions[i - 1].start) {
            read_range(&reader, open.conditions[i - 1]);
            told++;
        }
    struct range passed = open.passed;
    if (told == 0 && passed.end > passed.start && !targets &&
        tokens.items[passed.start].line + LINES_BEFORE >= line)
        read_passed(&reader, passed);
    ll_c_row_release(&tokens);
    *outside = reader.outside;
    return !reader.failed;
}
