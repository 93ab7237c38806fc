/* SPDX-License-Identifier: MIT
 *
 * words_values: what the values of a line say of the fault there. */
#include "diag/words.h"

#include <string.h>

#include "base/text.h"
#include "diag/source.h"

static bool is_array(const struct ll_value *value)
{
    return value->type != NULL && strchr(value->type, ']') != NULL;
}

/* The only one of the values that is `text`; NULL: none, or several. */
static const struct ll_value *only_one(const struct ll_value_list *values,
                                       const char *text)
{
    const struct ll_value *only = NULL;
    for (size_t i = 0; i < values->count; i++) {
        const struct ll_value *one = &values->items[i];
        if (one->value == NULL || strcmp(one->value, text) != 0)
            continue;
        if (only != NULL)
            return NULL;
        only = one;
    }
    return only;
}

/* The only expression of the line that has this value, if it is no whole array. */
static const struct ll_value *only_value(const struct ll_diag *diag, const char *text)
{
    const struct ll_value *only = only_one(&diag->values, text);
    return only != NULL && is_array(only) ? NULL : only;
}

const char *ll_null_name(const struct ll_diag *diag)
{
    const struct ll_value *value = only_value(diag, "NULL");
    return value == NULL ? NULL : value->name;
}

const char *ll_no_address_name(const struct ll_diag *diag)
{
    const struct ll_value *value = only_value(diag, LL_VALUE_NO_ADDRESS);
    return value == NULL ? NULL : value->name;
}

/* Only a value that is indexed beyond its bounds has a note. */
static const struct ll_value *bounds_of(const struct ll_diag *diag)
{
    for (size_t i = 0; i < diag->values.count; i++)
        if (diag->values.items[i].note != NULL)
            return &diag->values.items[i];
    return NULL;
}

const char *ll_bounds_name(const struct ll_diag *diag)
{
    const struct ll_value *value = bounds_of(diag);
    return value == NULL ? NULL : value->name;
}

const char *ll_last_element(const struct ll_diag *diag)
{
    static const char words[] = ", the last is ";
    const struct ll_value *value = bounds_of(diag);
    const char *last = value == NULL ? NULL : strstr(value->note, words);
    return last == NULL ? NULL : last + strlen(words);
}

bool ll_has_no_elements(const struct ll_diag *diag)
{
    const struct ll_value *value = bounds_of(diag);
    return value != NULL && strstr(value->note, "` has no elements") != NULL;
}

bool ll_has_length_0(const struct ll_diag *diag)
{
    const struct ll_value *value = bounds_of(diag);
    return ll_has_no_elements(diag) && value->type != NULL &&
           strstr(value->type, "[0]") != NULL;
}

const char *ll_unset_value(const struct ll_diag *diag, bool *partly)
{
    static const char *const readers[] = {"strlen", "strcat", "strncat", "strcmp",
                                          "strchr", "strstr", "printf",  NULL};
    const struct ll_value *only = NULL;
    for (size_t i = 0; i < diag->values.count; i++) {
        const struct ll_value *one = &diag->values.items[i];
        bool part = one->value != NULL && ll_ends_with(one->value, ", the rest unset");
        bool all = one->value != NULL && strcmp(one->value, LL_VALUE_UNSET) == 0;
        if (!part && !all)
            continue;
        bool may_be_array = one->type == NULL || is_array(one);
        bool may_be_target = all && may_be_array && strchr(one->name, '[') == NULL &&
                             ll_called(&diag->at, readers, NULL) == NULL;
        if (only != NULL || may_be_target)
            return NULL;
        only = one;
        *partly = part;
    }
    return only == NULL ? NULL : only->name;
}

/* Append "`a`", then ", `b`", and " and `c`" for the last one of `count`. */
static void say_listed(struct ll_buf *out, size_t index, size_t count, const char *name)
{
    const char *separator = index == 0 ? "" : index + 1 == count ? " and " : ", ";
    ll_buf_addf(out, "%s`%s`", separator, name);
}

static bool is_endless(const struct ll_value *value)
{
    return value->value != NULL &&
           (ll_ends_with(value->value, "\" without '\\0' at its end") ||
            ll_ends_with(value->value, "\" without '\\0', the rest unset"));
}

static bool is_unset(const struct ll_value *value)
{
    return !is_array(value) && value->value != NULL &&
           strcmp(value->value, LL_VALUE_UNSET) == 0;
}

/* Append the names of those values that `is_one` of; returns how many there are. */
static size_t say_those(const struct ll_diag *diag,
                        bool (*is_one)(const struct ll_value *value),
                        struct ll_buf *out)
{
    size_t count = 0, told = 0;
    for (size_t i = 0; i < diag->values.count; i++)
        count += is_one(&diag->values.items[i]);
    for (size_t i = 0; i < diag->values.count; i++)
        if (is_one(&diag->values.items[i]))
            say_listed(out, told++, count, diag->values.items[i].name);
    return count;
}

size_t ll_say_endless_texts(const struct ll_diag *diag, struct ll_buf *out)
{
    static const char *const readers[] = {"str", "printf", "puts", "ato", NULL};
    if (ll_called(&diag->at, readers, NULL) == NULL)
        return 0; /* bytes need no end */
    return say_those(diag, is_endless, out);
}

size_t ll_say_compared_texts(const struct ll_diag *diag, struct ll_buf *out)
{
    static const char *const readers[] = {"strcmp", "strncmp", NULL};
    const char *text = NULL;
    size_t count = 0;
    for (size_t i = 0; i < diag->values.count; i++) {
        const struct ll_value *value = &diag->values.items[i];
        if (!ll_value_is_unset(value))
            continue;
        if (!is_endless(value) || (text != NULL && strcmp(text, value->value) != 0))
            return 0;
        text = value->value;
        count++;
    }
    return count == 2 && ll_called(&diag->at, readers, NULL) != NULL
               ? say_those(diag, is_endless, out)
               : 0;
}

/* Whether an expression is a variable, or a part of it. */
static bool is_part_of(const char *expression, const char *variable)
{
    const char *rest = expression + strlen(variable);
    return ll_starts_with(expression, variable) &&
           (*rest == '\0' || strchr("[.-", *rest) != NULL);
}

/* A value of that line is the one that was unset if it lies in the variable that the
 * tool names, or on the heap, where no variable lies. Another may have been copied or
 * calculated from it; a parameter got its own from a caller. */
const char *ll_unset_name(const struct ll_diag *diag)
{
    const struct ll_value *value = only_value(diag, LL_VALUE_UNSET);
    if (value == NULL)
        return diag->variable;
    if (diag->variable != NULL)
        return is_part_of(value->name, diag->variable) ? value->name : diag->variable;
    return strpbrk(value->name, "[*>") != NULL ? value->name : NULL;
}

/* A value is one of several only if none is the cause of another: a variable that the
 * tool names is among them, with its parts, or they are not variables but lie in
 * blocks.
 */
static bool may_be_of_several(const struct ll_diag *diag)
{
    for (size_t i = 0; i < diag->values.count; i++) {
        const struct ll_value *value = &diag->values.items[i];
        if (!is_unset(value))
            continue;
        if (diag->variable == NULL ? strpbrk(value->name, "[*>") != NULL
                                   : is_part_of(value->name, diag->variable))
            return true;
    }
    return false;
}

size_t ll_say_unset_values(const struct ll_diag *diag, struct ll_buf *out)
{
    struct ll_buf names = LL_BUF_INIT;
    size_t count = say_those(diag, is_unset, &names);
    bool several =
        diag->kind == LL_UNINITIALISED && count > 1 && may_be_of_several(diag);
    if (several)
        ll_buf_puts(out, ll_buf_text(&names));
    ll_drop(&names, out);
    return several ? count : 0;
}

/* Whether `name` is an argument of a call in `line`, all of it. */
static bool is_argument(const char *line, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = line; (at = strstr(at, name)) != NULL; at++) {
        const char *before = at, *after = at + length;
        while (before > line && before[-1] == ' ')
            before--;
        after += strspn(after, " ");
        if (before > line && before[-1] == ',' && (*after == ',' || *after == ')'))
            return true;
    }
    return false;
}

bool ll_unset_are_all_used(const struct ll_diag *diag)
{
    static const char *const printers[] = {"printf", NULL};
    const struct ll_frame *own = ll_readable_frame(&diag->at);
    struct ll_buf line = LL_BUF_INIT;
    bool all = own != NULL && ll_called(&diag->at, printers, NULL) != NULL &&
               ll_source_line(own, &line);
    for (size_t i = 0; i < diag->values.count && all; i++) {
        const struct ll_value *value = &diag->values.items[i];
        all = !is_unset(value) || is_argument(ll_buf_text(&line), value->name);
    }
    ll_buf_release(&line);
    return all;
}

size_t ll_count_said(const struct ll_diag *diag,
                     size_t (*say)(const struct ll_diag *diag, struct ll_buf *out))
{
    struct ll_buf names = LL_BUF_INIT;
    size_t count = say(diag, &names);
    ll_buf_release(&names);
    return count;
}

/* The only argument of the call that is unset; NULL: none, or several. */
static const struct ll_value *only_unset(const struct ll_call *call)
{
    return only_one(&call->arguments, LL_VALUE_UNSET);
}

const struct ll_call *ll_unset_origin(const struct ll_diag *diag)
{
    bool partly = false;
    const struct ll_path *path = &diag->path;
    const char *name = ll_unset_value(diag, &partly);
    if (diag->kind != LL_UNINITIALISED || ll_unset_name(diag) != NULL || partly ||
        name == NULL || path->count < 2 || only_unset(&path->calls[0]) == NULL ||
        strcmp(only_unset(&path->calls[0])->name, name) != 0)
        return NULL;
    size_t outer = 1;
    while (outer + 1 < path->count && only_unset(&path->calls[outer]) != NULL)
        outer++;
    const struct ll_call *origin = &path->calls[outer];
    return origin->line > 0 && !path->calls[outer - 1].by_library ? origin : NULL;
}

/* Whether all of the variable is told as unset. A text is told so by its start. */
static bool is_all_unset(const struct ll_diag *diag)
{
    const struct ll_value *value =
        diag->variable == NULL ? NULL : ll_values_find(&diag->values, diag->variable);
    return value != NULL && ll_same_text(value->value, LL_VALUE_UNSET) &&
           !ll_starts_with(diag->type, "char");
}

bool ll_unset_has_parts(const struct ll_diag *diag)
{
    return diag->type != NULL && !is_all_unset(diag) &&
           (strchr(diag->type, ']') != NULL || ll_starts_with(diag->type, "struct ") ||
            ll_starts_with(diag->type, "union "));
}
