/* SPDX-License-Identifier: MIT */
#include "session/store.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

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

static const struct ll_field diag_fields[] = {
    LL_FIELD(ll_diag, UNSIGNED, kind),
    LL_FIELD(ll_diag, COUNT, bytes),
    LL_FIELD(ll_diag, COUNT, blocks),
    LL_FIELD(ll_diag, COUNT, access),
    LL_FIELD(ll_diag, UNSIGNED, place.region),
    LL_FIELD(ll_diag, UNSIGNED, place.position),
    LL_FIELD(ll_diag, COUNT, place.distance),
    LL_FIELD(ll_diag, COUNT, place.block_size),
    LL_FIELD(ll_diag, FLAG, place.is_null),
    LL_FIELD(ll_diag, FLAG, place.may_be_local),
    LL_FIELD(ll_diag, COUNT, place.null_offset),
    LL_FIELD(ll_diag, FLAG, place.first_bad),
    LL_FIELD(ll_diag, STACK, at),
    LL_FIELD(ll_diag, STACK, allocated),
    LL_FIELD(ll_diag, STACK, freed),
    LL_FIELD(ll_diag, STACK, lost),
    LL_FIELD(ll_diag, UNSIGNED, how),
    LL_FIELD(ll_diag, TEXT, variable),
    LL_FIELD(ll_diag, TEXT, declared),
    LL_FIELD(ll_diag, TEXT, allocated_by),
    LL_FIELD(ll_diag, TEXT, freed_by),
    LL_FIELD(ll_diag, TEXT, operation),
    LL_FIELD(ll_diag, TEXT, type),
    LL_FIELD(ll_diag, INT, signal),
    LL_FIELD(ll_diag, TEXT, what),
    LL_FIELD(ll_diag, FLAG, approximate),
    LL_FIELD(ll_diag, VALUES, values),
    LL_FIELD(ll_diag, PATH, path),
    LL_FIELD(ll_diag, UNSIGNED, return_line),
    LL_FIELD(ll_diag, FLAG, cut_short),
    LL_FIELD(ll_diag, TEXT, sequel),
};

static const struct ll_field run_fields[] = {
    LL_FIELD(ll_run, UNSIGNED, status),
    LL_FIELD(ll_run, UNSIGNED, complete),
    LL_FIELD(ll_run, UNSIGNED, ended.how),
    LL_FIELD(ll_run, INT, ended.status),
    LL_FIELD(ll_run, INT, ended.signal),
    LL_FIELD(ll_run, REAL, ended.wall_seconds),
    LL_FIELD(ll_run, REAL, ended.cpu_seconds),
    LL_FIELD(ll_run, LONG, ended.peak_kib),
    LL_FIELD(ll_run, REAL, build_seconds),
    LL_FIELD(ll_run, REAL, run_seconds),
    LL_FIELD(ll_run, COUNT, allocations),
    LL_FIELD(ll_run, TEXT, compiler),
    LL_FIELD(ll_run, TEXT, output),
    LL_FIELD(ll_run, TEXT, note),
};

/* ---- to JSON -------------------------------------------------------------- */

/* A program may print anything: what is not UTF-8 becomes an array of one string of
 * hexadecimal digits. */
static json_t *pack_text(const char *text)
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
    json_t *json = json_array();
    for (size_t i = 0; i < stack->count; i++)
        if (json_array_append_new(json, ll_pack(&stack->frames[i], frame_fields,
                                                LENGTH(frame_fields))) != 0) {
            json_decref(json);
            return NULL;
        }
    return json;
}

static json_t *pack_values(const struct ll_value_list *values)
{
    json_t *json = json_array();
    for (size_t i = 0; i < values->count; i++)
        json_array_append_new(
            json, ll_pack(&values->items[i], value_fields, LENGTH(value_fields)));
    return json;
}

static json_t *pack_path(const struct ll_path *path)
{
    json_t *json = json_array();
    for (size_t i = 0; i < path->count; i++)
        json_array_append_new(json,
                              json_pack("{s:o, s:o}", "function",
                                        pack_text(path->calls[i].function), "arguments",
                                        pack_values(&path->calls[i].arguments)));
    return json;
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
        return pack_text(*(char *const *)at);
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

static json_t *pack_diag(const struct ll_diag *diag)
{
    json_t *witnesses = json_array();
    for (size_t i = 0; i < diag->witness_count; i++)
        json_array_append_new(
            witnesses, json_pack("{s:s, s:b, s:o}", "tool", diag->witnesses[i].tool,
                                 "of_sequel", (int)diag->witnesses[i].of_sequel, "raw",
                                 pack_text(diag->witnesses[i].raw)));
    json_t *json = ll_pack(diag, diag_fields, LENGTH(diag_fields));
    if (json_array_size(witnesses) == diag->witness_count &&
        json_object_set(json, "witnesses", witnesses) == 0) {
        json_decref(witnesses);
        return json;
    }
    json_decref(witnesses);
    json_decref(json);
    return NULL;
}

json_t *ll_store_diags(const struct ll_diags *diags)
{
    json_t *json = json_array();
    for (size_t i = 0; i < diags->count; i++)
        if (json_array_append_new(json, pack_diag(&diags->items[i])) != 0) {
            json_decref(json);
            return NULL;
        }
    return json;
}

json_t *ll_store_run(const struct ll_run *run)
{
    json_t *json = ll_pack(run, run_fields, LENGTH(run_fields));
    if (json_object_set_new(json, "diags", ll_store_diags(&run->diags)) == 0)
        return json;
    json_decref(json);
    return NULL;
}

/* ---- from JSON ------------------------------------------------------------ */

static bool unpack_text(char **to, const json_t *json)
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
            !ll_unpack(&stack->frames[i], frame_fields, LENGTH(frame_fields),
                       json_array_get(json, i)))
            return false;
    }
    return json_is_array(json);
}

static bool unpack_values(struct ll_value_list *values, const json_t *json)
{
    for (size_t i = 0; i < json_array_size(json); i++) {
        if (!ll_values_add(values, &(struct ll_value){0}) ||
            !ll_unpack(&values->items[i], value_fields, LENGTH(value_fields),
                       json_array_get(json, i)))
            return false;
    }
    return json_is_array(json);
}

static bool unpack_path(struct ll_path *path, const json_t *json)
{
    for (size_t i = 0; i < json_array_size(json); i++) {
        const json_t *one = json_array_get(json, i);
        struct ll_call *call = ll_path_add(path, NULL);
        if (call == NULL ||
            !unpack_text(&call->function, json_object_get(one, "function")) ||
            !unpack_values(&call->arguments, json_object_get(one, "arguments")))
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
        return unpack_text(at, json);
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

static bool unpack_witnesses(struct ll_diag *diag, const json_t *json)
{
    for (size_t i = 0; i < json_array_size(json); i++) {
        const json_t *one = json_array_get(json, i);
        const char *name = json_string_value(json_object_get(one, "tool"));
        const struct ll_tool *tool = name != NULL ? ll_tool_find(name) : NULL;
        char *raw = NULL;
        bool good = tool != NULL && unpack_text(&raw, json_object_get(one, "raw")) &&
                    ll_diag_add_witness(diag, tool->name, raw);
        free(raw);
        if (!good)
            return false;
        diag->witnesses[i].of_sequel = json_is_true(json_object_get(one, "of_sequel"));
    }
    return json_is_array(json);
}

bool ll_load_diags(struct ll_diags *diags, const json_t *json)
{
    for (size_t i = 0; i < json_array_size(json); i++) {
        const json_t *one = json_array_get(json, i);
        struct ll_diag diag;
        ll_diag_init(&diag, LL_OTHER);
        if (!ll_unpack(&diag, diag_fields, LENGTH(diag_fields), one) ||
            !unpack_witnesses(&diag, json_object_get(one, "witnesses"))) {
            ll_diag_release(&diag);
            return false;
        }
        if (ll_diags_add(diags, &diag, NULL) != 0)
            return false;
    }
    return json_is_array(json);
}

bool ll_store_load(struct ll_run *run, const json_t *json)
{
    return ll_unpack(run, run_fields, LENGTH(run_fields), json) &&
           ll_load_diags(&run->diags, json_object_get(json, "diags"));
}
