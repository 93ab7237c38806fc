/* SPDX-License-Identifier: MIT */
#include "diag/values.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/path.h"
#include "base/text.h"

const unsigned char ll_fills[LL_FILLS] = {0xfe, 0xaa, 0xbe};

bool ll_is_fill_number(unsigned long long number)
{
    enum { SHIFT_MAX = 6 };
    for (size_t i = 0; i < LL_FILLS; i++) {
        uint64_t eight = ll_fills[i] * UINT64_C(0x0101010101010101);
        uint64_t four = eight | UINT64_C(0xffffffff00000000); /* of an int: below 0 */
        for (unsigned shift = 0; shift <= SHIFT_MAX; shift++)
            if (number == eight << shift || number == four << shift)
                return true;
    }
    return false;
}

static void release_value(struct ll_value *value)
{
    free(value->name);
    free(value->type);
    free(value->value);
    free(value->note);
}

bool ll_values_add(struct ll_value_list *values, const struct ll_value *value)
{
    struct ll_value copy = {0};
    if (ll_set_text(&copy.name, value->name) && ll_set_text(&copy.type, value->type) &&
        ll_set_text(&copy.value, value->value) &&
        ll_set_text(&copy.note, value->note) &&
        LL_GROW_ONE(values->items, values->count)) {
        values->items[values->count++] = copy;
        return true;
    }
    release_value(&copy);
    return false;
}

bool ll_values_copy(struct ll_value_list *to, const struct ll_value_list *from)
{
    struct ll_value_list copy = {0};
    for (size_t i = 0; i < from->count; i++)
        if (!ll_values_add(&copy, &from->items[i])) {
            ll_values_release(&copy);
            return false;
        }
    *to = copy;
    return true;
}

void ll_values_release(struct ll_value_list *values)
{
    for (size_t i = 0; i < values->count; i++)
        release_value(&values->items[i]);
    free(values->items);
    *values = (struct ll_value_list){0};
}

const struct ll_value *ll_values_find(const struct ll_value_list *values,
                                      const char *name)
{
    for (size_t i = 0; i < values->count; i++)
        if (strcmp(values->items[i].name, name) == 0)
            return &values->items[i];
    return NULL;
}

struct ll_call *ll_path_add(struct ll_path *path, const char *function)
{
    struct ll_call call = {0};
    if (ll_set_text(&call.function, function) &&
        LL_GROW_ONE(path->calls, path->count)) {
        path->calls[path->count] = call;
        return &path->calls[path->count++];
    }
    free(call.function);
    return NULL;
}

bool ll_call_place(struct ll_call *call, const char *file, unsigned line)
{
    call->line = line;
    return ll_set_text(&call->file, file);
}

bool ll_path_copy(struct ll_path *to, const struct ll_path *from)
{
    struct ll_path copy = {0};
    for (size_t i = 0; i < from->count; i++) {
        struct ll_call *call = ll_path_add(&copy, from->calls[i].function);
        if (call == NULL ||
            !ll_call_place(call, from->calls[i].file, from->calls[i].line) ||
            !ll_values_copy(&call->arguments, &from->calls[i].arguments)) {
            ll_path_release(&copy);
            return false;
        }
        call->by_library = from->calls[i].by_library;
        call->is_cut = from->calls[i].is_cut;
    }
    *to = copy;
    return true;
}

void ll_call_release(struct ll_call *call)
{
    free(call->function);
    free(call->file);
    ll_values_release(&call->arguments);
}

void ll_path_release(struct ll_path *path)
{
    for (size_t i = 0; i < path->count; i++)
        ll_call_release(&path->calls[i]);
    free(path->calls);
    *path = (struct ll_path){0};
}

/* ---- in words ------------------------------------------------------------------- */

/* Whether a value is no C but says what a pointer points to. */
static bool is_told(const char *value)
{
    static const char *const begins[] = {
        "the block", "element ", "byte ", "right past", "memory freed", "a part ", "`"};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (ll_starts_with(value, begins[i]))
            return true;
    return false;
}

static void say(const struct ll_value *value, const char *points_to, struct ll_buf *out)
{
    bool is_none = strcmp(value->value, LL_VALUE_UNSET) == 0 ||
                   strcmp(value->value, LL_VALUE_SPOILT) == 0 ||
                   strcmp(value->value, LL_VALUE_NO_ADDRESS) == 0;
    const char *sign = is_none ? ": " : is_told(value->value) ? points_to : " = ";
    ll_buf_addf(out, "%s%s%s", value->name, sign, value->value);
}

bool ll_value_is_unset(const struct ll_value *value)
{
    return value->value != NULL && (strcmp(value->value, LL_VALUE_UNSET) == 0 ||
                                    strcmp(value->value, LL_VALUE_SPOILT) == 0 ||
                                    ll_ends_with(value->value, ", the rest unset"));
}

void ll_value_say(const struct ll_value *value, struct ll_buf *out)
{
    if (value->value != NULL)
        say(value, " → ", out);
}

void ll_values_say(const struct ll_value_list *values, struct ll_buf *out)
{
    size_t before = out->len;
    for (size_t i = 0; i < values->count; i++)
        if (values->items[i].value != NULL) {
            ll_buf_puts(out, out->len > before ? ", " : "");
            ll_value_say(&values->items[i], out);
        }
    for (size_t i = 0; i < values->count; i++)
        if (values->items[i].note != NULL)
            ll_buf_addf(out, "%s%s", out->len > before ? "; " : "",
                        values->items[i].note);
}

static void say_call(const struct ll_call *call, struct ll_buf *out)
{
    ll_buf_puts(out, call->function);
    if (strcmp(call->function, "main") == 0)
        return;
    ll_buf_putc(out, '(');
    for (size_t i = 0; i < call->arguments.count; i++) {
        const struct ll_value *argument = &call->arguments.items[i];
        ll_buf_puts(out, i > 0 ? ", " : "");
        if (argument->value != NULL)
            say(argument, " = ", out);
        else
            ll_buf_puts(out, argument->name);
    }
    ll_buf_putc(out, ')');
}

static bool is_cut(const struct ll_path *path)
{
    return path->count > 0 && path->calls[path->count - 1].is_cut;
}

void ll_path_say(const struct ll_path *path, struct ll_buf *out)
{
    enum { OUTER = 2, INNER = 3 };
    if (path->count < 2)
        return;
    for (size_t i = path->count; i > 0; i--) {
        if (is_cut(path) && i > INNER) {
            ll_buf_puts(out, "… (more calls)");
            i = INNER;
        }
        size_t from_outside = path->count - i;
        if (path->count > OUTER + INNER && from_outside >= OUTER && i > INNER) {
            ll_buf_addf(out, " → … (%zu calls)", path->count - OUTER - INNER);
            i = INNER + 1;
            continue;
        }
        ll_buf_puts(out, from_outside > 0 ? " → " : "");
        say_call(&path->calls[i - 1], out);
    }
}

/* Append "line 12 of list.c, in report, called ": the file only where it is not the one
 * `known`. */
static void say_caller(const struct ll_call *caller, const char *known,
                       struct ll_buf *out)
{
    bool elsewhere =
        caller->file != NULL && known != NULL && strcmp(caller->file, known) != 0;
    if (caller->line > 0)
        ll_buf_addf(out, "line %u", caller->line);
    if (caller->line > 0 && elsewhere)
        ll_buf_addf(out, " of %s", ll_path_base(caller->file));
    ll_buf_addf(out, caller->line > 0 ? ", in %s, " : "%s ", caller->function);
}

void ll_path_say_lines(const struct ll_path *path, struct ll_buf *out)
{
    enum { INNER = 3, OUTER = 2 };
    for (size_t i = 0; i + 1 < path->count; i++) {
        size_t left = path->count - 1 - i;
        if (i == INNER && is_cut(path)) {
            ll_buf_puts(out, "… (more calls)\n");
            return;
        }
        if (i == INNER && left > OUTER + 1) {
            ll_buf_addf(out, "… (%zu calls)\n", left - OUTER);
            i = path->count - 1 - OUTER;
        }
        say_caller(&path->calls[i + 1], path->calls[0].file, out);
        ll_buf_puts(out, path->calls[i].by_library ? "led to " : "called ");
        say_call(&path->calls[i], out);
        ll_buf_putc(out, '\n');
    }
}
