/* SPDX-License-Identifier: MIT */
#include "values/expression.h"

#include <dwarf.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diag/cython.h"

enum { VALUES_MOST = 8, SUM_MOST = 40 };

/* ---- values -------------------------------------------------------------------- */

void ll_expression_tell(struct ll_line_reader *reader, const char *name,
                        struct ll_place_of *place, const char *note)
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

void ll_expression_tell_sum(struct ll_line_reader *reader, struct ll_c_range range,
                            long long number)
{
    struct ll_buf name = LL_BUF_INIT, value = LL_BUF_INIT;
    const struct ll_c_row *tokens = reader->tokens;
    bool is_sum = false;
    for (size_t i = range.start; i < range.end; i++) {
        const struct ll_c_token *token = &tokens->items[i];
        bool is_operator =
            i > range.start &&
            (ll_c_is_sign(tokens, i, '+') || ll_c_is_sign(tokens, i, '-')) &&
            !ll_c_is_arrow(tokens, i);
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

/* ---- members and elements ------------------------------------------------------ */

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
static void emit_steps(struct ll_line_reader *reader, struct ll_expression *expression)
{
    for (size_t i = 0; i < expression->step_count; i++) {
        struct ll_buf text = LL_BUF_INIT;
        struct ll_step *step = &expression->steps[i];
        ll_buf_add(&text, ll_buf_text(&expression->text), step->length);
        ll_expression_tell(reader, ll_buf_text(&text), &step->place, NULL);
        ll_buf_release(&text);
    }
}

bool ll_expression_follow(struct ll_line_reader *reader,
                          struct ll_expression *expression)
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
        ll_expression_tell(reader, ll_buf_text(&expression->text), place, NULL);
        return false;
    }
    if (is_pointer && expression->step_count < LL_STEPS_MOST)
        expression->steps[expression->step_count++] =
            (struct ll_step){*place, expression->text.len};
    element.address = address;
    *place = element;
    return true;
}

static bool is_pointer(const struct ll_place_of *place)
{
    Dwarf_Die type = place->type, plain;
    return ll_type_plain(&type, &plain) && dwarf_tag(&plain) == DW_TAG_pointer_type;
}

static bool step_into_member(struct ll_line_reader *reader,
                             struct ll_expression *expression, bool arrow)
{
    char name[128];
    Dwarf_Die plain;
    size_t at = expression->next + (arrow ? 2 : 1);
    if (at >= reader->tokens->count || reader->tokens->items[at].kind != LL_C_WORD)
        return false;
    ll_c_token_copy(&reader->tokens->items[at], name, sizeof name);
    bool pointer = arrow || (expression->is_cython && is_pointer(&expression->place));
    if ((pointer && !ll_expression_follow(reader, expression)) ||
        !ll_type_plain(&expression->place.type, &plain) ||
        !find_member(&plain, name, &expression->place))
        return false;
    ll_buf_addf(&expression->text, "%s%s", arrow ? "->" : ".", name);
    expression->next = at + 1;
    return true;
}

/* How many elements there are from the pointer or array on; -1: unknown. */
static long long elements_of(const struct ll_line_reader *reader,
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
    bool of_file;
    if (block != NULL)
        return (long long)((block->start + block->size - address) / size);
    for (size_t i = 0; i < shower->scope_count; i++)
        if (ll_scope_who(&shower->scopes[i], address, &variable, &name, &of_file))
            return (long long)((variable.address +
                                ll_type_size(&shower->scopes[i], &variable.type) -
                                address) /
                               size);
    return -1;
}

static void emit_bounds(struct ll_line_reader *reader, struct ll_expression *expression,
                        long long count)
{
    struct ll_buf note = LL_BUF_INIT;
    const char *text = ll_buf_text(&expression->text);
    if (count == 0)
        ll_buf_addf(&note, "`%s` has no elements", text);
    else
        ll_buf_addf(&note, "`%s` has %lld element%s, the last is `%s[%lld]`", text,
                    count, count == 1 ? "" : "s", text, count - 1);
    ll_expression_tell(reader, text, &expression->place, ll_buf_text(&note));
    ll_buf_release(&note);
}

static bool step_into_element(struct ll_line_reader *reader,
                              struct ll_expression *expression)
{
    long long index = 0;
    struct ll_place_of element;
    size_t end = ll_c_after_bracket(reader->tokens, expression->next);
    struct ll_c_range inside = {expression->next + 1, end - 1};
    if (!ll_scope_element(&expression->place, &element))
        return false;
    uint64_t size =
        ll_place_size(&reader->shower->scopes[reader->shower->here], &element);
    long long count = elements_of(reader, &expression->place, size);
    bool known = ll_expression_sum(reader, inside, &index);
    if (known)
        ll_expression_tell_sum(reader, inside, index);
    if (count >= 0 && known && (index < 0 || index >= count)) {
        if (reader->outside.size == 0)
            reader->outside = (struct ll_outside){
                .index = index, .count = count, .size = size, .used = inside};
        emit_bounds(reader, expression, count);
        return false;
    }
    if (!ll_expression_follow(reader, expression))
        return false;
    if (!known || size == 0)
        return false;
    expression->place.address += (uint64_t)index * size;
    ll_buf_addf(&expression->text, "[%lld]", index);
    expression->next = end;
    return true;
}

/* ---- a variable, and what follows it ------------------------------------------- */

/* Find a variable by its name in the source, where Cython may have changed it. */
static bool find_variable(const struct ll_line_reader *reader, const char *name,
                          struct ll_expression *expression)
{
    char made[160];
    const struct ll_scope *scope = &reader->shower->scopes[reader->shower->here];
    snprintf(made, sizeof made, LL_CYTHON_VARIABLE "%s", name);
    expression->is_cython = ll_scope_find(scope, made, &expression->place);
    return expression->is_cython || ll_scope_find(scope, name, &expression->place);
}

bool ll_expression_read(struct ll_line_reader *reader, size_t i,
                        struct ll_expression *expression)
{
    char name[128];
    const struct ll_c_row *tokens = reader->tokens;
    ll_c_token_copy(&tokens->items[i], name, sizeof name);
    *expression = (struct ll_expression){.text = LL_BUF_INIT, .next = i + 1};
    if (!find_variable(reader, name, expression))
        return false;
    ll_buf_puts(&expression->text, name);
    ll_expression_go_on(reader, expression);
    return true;
}

void ll_expression_go_on(struct ll_line_reader *reader,
                         struct ll_expression *expression)
{
    const struct ll_c_row *tokens = reader->tokens;
    bool went_on = true;
    while (went_on) {
        if (ll_c_is_arrow(tokens, expression->next))
            went_on = step_into_member(reader, expression, true);
        else if (ll_c_is_sign(tokens, expression->next, '.'))
            went_on = step_into_member(reader, expression, false);
        else if (ll_c_is_sign(tokens, expression->next, '['))
            went_on = step_into_element(reader, expression);
        else
            return;
    }
    expression->stopped = true;
}

static bool evaluate_term(struct ll_line_reader *reader, size_t at, size_t *next,
                          long long *number)
{
    struct ll_expression expression = {.text = LL_BUF_INIT};
    const struct ll_c_token *token = &reader->tokens->items[at];
    char digits[32], *end;
    bool found = false;
    if (token->kind == LL_C_NUMBER) {
        ll_c_token_copy(token, digits, sizeof digits);
        *number = strtoll(digits, &end, 0);
        *next = at + 1;
        return *end == '\0';
    }
    if (token->kind == LL_C_WORD && ll_expression_read(reader, at, &expression) &&
        !expression.stopped)
        found = ll_show_integer(reader->shower, &expression.place, number);
    *next = expression.next;
    ll_buf_release(&expression.text);
    return found;
}

bool ll_expression_sum(struct ll_line_reader *reader, struct ll_c_range range,
                       long long *number)
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
