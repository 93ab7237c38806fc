/* SPDX-License-Identifier: MIT */
#include "diag/pack.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "diag/diag.h"

static const struct ll_field frame_fields[] = {
    LL_FIELD(ll_frame, TEXT, function),   LL_FIELD(ll_frame, TEXT, file),
    LL_FIELD(ll_frame, TEXT, object),     LL_FIELD(ll_frame, UNSIGNED, line),
    LL_FIELD(ll_frame, UNSIGNED, column),
};

static const struct ll_field value_fields[] = {
    LL_FIELD(ll_value, TEXT, name),
    LL_FIELD(ll_value, TEXT, type),
    LL_FIELD(ll_value, TEXT, value),
    LL_FIELD(ll_value, TEXT, note),
};

static const struct ll_field call_fields[] = {
    LL_FIELD(ll_call, TEXT, function), LL_FIELD(ll_call, TEXT, file),
    LL_FIELD(ll_call, UNSIGNED, line), LL_FIELD(ll_call, FLAG, by_library),
    LL_FIELD(ll_call, FLAG, is_cut),   LL_FIELD(ll_call, VALUES, arguments),
};

/* ---- to JSON -------------------------------------------------------------- */

json_t *ll_pack_text(const char *text)
{
    if (text == NULL)
        return json_null();
    json_t *json = json_string(text);
    if (json != NULL)
        return json;
    size_t length = strlen(text);
    char *hex = malloc(2 * length + 1);
    if (hex == NULL)
        return NULL;
    ll_hex(text, length, hex);
    json = json_pack("[s]", hex);
    free(hex);
    return json;
}

static json_t *pack_stack(const struct ll_stack *stack)
{
    return ll_pack_array(stack->frames, stack->count, sizeof *stack->frames,
                         LL_FIELDS(frame_fields));
}

static json_t *pack_values(const struct ll_value_list *values)
{
    return ll_pack_array(values->items, values->count, sizeof *values->items,
                         LL_FIELDS(value_fields));
}

static json_t *pack_path(const struct ll_path *path)
{
    return ll_pack_array(path->calls, path->count, sizeof *path->calls,
                         LL_FIELDS(call_fields));
}

static json_t *pack_field(const void *at, enum ll_field_type type)
{
    switch (type) {
    case LL_FIELD_INT:
        return json_integer(*(const int *)at);
    case LL_FIELD_UNSIGNED:
        return json_integer(*(const unsigned *)at);
    case LL_FIELD_LONG:
        return json_integer(*(const long *)at);
    case LL_FIELD_COUNT:
        return json_integer((json_int_t) * (const unsigned long long *)at);
    case LL_FIELD_REAL:
        return json_real(*(const double *)at);
    case LL_FIELD_FLAG:
        return json_boolean(*(const bool *)at);
    case LL_FIELD_TEXT:
        return ll_pack_text(*(char *const *)at);
    case LL_FIELD_STACK:
        return pack_stack(at);
    case LL_FIELD_VALUES:
        return pack_values(at);
    case LL_FIELD_PATH:
        return pack_path(at);
    }
    return NULL;
}

json_t *ll_pack(const void *from, const struct ll_field *fields, size_t count)
{
    json_t *json = json_object();
    for (size_t i = 0; i < count; i++)
        if (json_object_set_new(json, fields[i].name,
                                pack_field((const char *)from + fields[i].offset,
                                           fields[i].type)) != 0) {
            json_decref(json);
            return NULL;
        }
    return json;
}

json_t *ll_pack_array(const void *from, size_t length, size_t size,
                      const struct ll_field *fields, size_t count)
{
    json_t *json = json_array();
    for (size_t i = 0; i < length; i++)
        if (json_array_append_new(
                json, ll_pack((const char *)from + i * size, fields, count)) != 0) {
            json_decref(json);
            return NULL;
        }
    return json;
}

/* ---- from JSON ------------------------------------------------------------ */

bool ll_unpack_text(char **to, const json_t *json)
{
    if (json_is_null(json))
        return true;
    if (json_is_string(json))
        return (*to = strdup(json_string_value(json))) != NULL;
    const char *hex = json_string_value(json_array_get(json, 0));
    if (hex == NULL || (*to = calloc(strlen(hex) / 2 + 1, 1)) == NULL)
        return false;
    for (char *byte = *to; hex[0] != '\0' && hex[1] != '\0'; hex += 2)
        *byte++ = (char)strtoul((char[]){hex[0], hex[1], '\0'}, NULL, 16);
    return true;
}

static bool unpack_stack(struct ll_stack *stack, const json_t *json)
{
    for (size_t i = 0; i < json_array_size(json); i++) {
        if (!ll_stack_add(stack, NULL, NULL, 0, 0, NULL) ||
            !ll_unpack(&stack->frames[i], LL_FIELDS(frame_fields),
                       json_array_get(json, i)))
            return false;
    }
    return json_is_array(json);
}

static bool unpack_values(struct ll_value_list *values, const json_t *json)
{
    for (size_t i = 0; i < json_array_size(json); i++) {
        if (!ll_values_add(values, &(struct ll_value){0}) ||
            !ll_unpack(&values->items[i], LL_FIELDS(value_fields),
                       json_array_get(json, i)) ||
            values->items[i].name == NULL)
            return false;
    }
    return json_is_array(json);
}

static bool unpack_path(struct ll_path *path, const json_t *json)
{
    for (size_t i = 0; i < json_array_size(json); i++) {
        struct ll_call *call = ll_path_add(path, NULL);
        if (call == NULL ||
            !ll_unpack(call, LL_FIELDS(call_fields), json_array_get(json, i)) ||
            call->function == NULL)
            return false;
    }
    return json_is_array(json);
}

static bool unpack_field(void *at, enum ll_field_type type, const json_t *json)
{
    json_int_t number = json_integer_value(json);
    switch (type) {
    case LL_FIELD_INT:
        *(int *)at = (int)number;
        return json_is_integer(json);
    case LL_FIELD_UNSIGNED:
        *(unsigned *)at = (unsigned)number;
        return json_is_integer(json);
    case LL_FIELD_LONG:
        *(long *)at = (long)number;
        return json_is_integer(json);
    case LL_FIELD_COUNT:
        *(unsigned long long *)at = (unsigned long long)number;
        return json_is_integer(json);
    case LL_FIELD_REAL:
        *(double *)at = json_real_value(json);
        return json_is_real(json);
    case LL_FIELD_FLAG:
        *(bool *)at = json_is_true(json);
        return json_is_boolean(json);
    case LL_FIELD_TEXT:
        return ll_unpack_text(at, json);
    case LL_FIELD_STACK:
        return unpack_stack(at, json);
    case LL_FIELD_VALUES:
        return unpack_values(at, json);
    case LL_FIELD_PATH:
        return unpack_path(at, json);
    }
    return false;
}

bool ll_unpack(void *to, const struct ll_field *fields, size_t count,
               const json_t *json)
{
    for (size_t i = 0; i < count; i++)
        if (!unpack_field((char *)to + fields[i].offset, fields[i].type,
                          json_object_get(json, fields[i].name)))
            return false;
    return true;
}
