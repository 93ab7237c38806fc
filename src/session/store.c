/* SPDX-License-Identifier: MIT */
#include "session/store.h"

#include <stdlib.h>
#include <string.h>

enum type { INT, UNSIGNED, LONG, COUNT, REAL, FLAG, TEXT, STACK };

struct field {
    const char *name;
    enum type type;
    size_t offset;
};

#define FIELD(of, type, member)                                                        \
    {                                                                                  \
#member, type, offsetof(struct of, member)                                     \
    }
#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static const struct field frame_fields[] = {
    FIELD(ll_frame, TEXT, function),   FIELD(ll_frame, TEXT, file),
    FIELD(ll_frame, TEXT, object),     FIELD(ll_frame, UNSIGNED, line),
    FIELD(ll_frame, UNSIGNED, column),
};

static const struct field diag_fields[] = {
    FIELD(ll_diag, UNSIGNED, kind),
    FIELD(ll_diag, COUNT, bytes),
    FIELD(ll_diag, COUNT, blocks),
    FIELD(ll_diag, COUNT, access),
    FIELD(ll_diag, UNSIGNED, place.region),
    FIELD(ll_diag, UNSIGNED, place.position),
    FIELD(ll_diag, COUNT, place.distance),
    FIELD(ll_diag, COUNT, place.block_size),
    FIELD(ll_diag, FLAG, place.is_null),
    FIELD(ll_diag, STACK, at),
    FIELD(ll_diag, STACK, allocated),
    FIELD(ll_diag, STACK, freed),
    FIELD(ll_diag, STACK, lost),
    FIELD(ll_diag, UNSIGNED, how),
    FIELD(ll_diag, TEXT, variable),
    FIELD(ll_diag, TEXT, declared),
    FIELD(ll_diag, TEXT, allocated_by),
    FIELD(ll_diag, TEXT, freed_by),
    FIELD(ll_diag, INT, signal),
    FIELD(ll_diag, TEXT, what),
    FIELD(ll_diag, FLAG, approximate),
};

static const struct field run_fields[] = {
    FIELD(ll_run, UNSIGNED, status),
    FIELD(ll_run, UNSIGNED, complete),
    FIELD(ll_run, UNSIGNED, ended.how),
    FIELD(ll_run, INT, ended.status),
    FIELD(ll_run, INT, ended.signal),
    FIELD(ll_run, REAL, ended.wall_seconds),
    FIELD(ll_run, REAL, ended.cpu_seconds),
    FIELD(ll_run, LONG, ended.peak_kib),
    FIELD(ll_run, REAL, build_seconds),
    FIELD(ll_run, REAL, run_seconds),
    FIELD(ll_run, COUNT, allocations),
    FIELD(ll_run, TEXT, compiler),
    FIELD(ll_run, TEXT, output),
    FIELD(ll_run, TEXT, note),
};

/* ---- to JSON -------------------------------------------------------------- */

static json_t *pack(const void *from, const struct field *fields, size_t count);

/* A program may print anything: what is not UTF-8 becomes an array of one string of
 * hexadecimal digits. */
static json_t *pack_text(const char *text)
{
    static const char digits[] = "0123456789abcdef";
    if (text == NULL)
        return json_null();
    json_t *json = json_string(text);
    if (json != NULL)
        return json;
    size_t length = strlen(text);
    char *hex = malloc(2 * length + 1);
    if (hex == NULL)
        return NULL;
    for (size_t i = 0; i < length; i++) {
        hex[2 * i] = digits[(unsigned char)text[i] >> 4];
        hex[2 * i + 1] = digits[(unsigned char)text[i] & 15];
    }
    hex[2 * length] = '\0';
    json = json_pack("[s]", hex);
    free(hex);
    return json;
}

static json_t *pack_stack(const struct ll_stack *stack)
{
    json_t *json = json_array();
    for (size_t i = 0; i < stack->count; i++)
        if (json_array_append_new(json, pack(&stack->frames[i], frame_fields,
                                             LENGTH(frame_fields))) != 0) {
            json_decref(json);
            return NULL;
        }
    return json;
}

static json_t *pack_field(const void *at, enum type type)
{
    switch (type) {
    case INT:
        return json_integer(*(const int *)at);
    case UNSIGNED:
        return json_integer(*(const unsigned *)at);
    case LONG:
        return json_integer(*(const long *)at);
    case COUNT:
        return json_integer((json_int_t) * (const unsigned long long *)at);
    case REAL:
        return json_real(*(const double *)at);
    case FLAG:
        return json_boolean(*(const bool *)at);
    case TEXT:
        return pack_text(*(char *const *)at);
    case STACK:
        return pack_stack(at);
    }
    return NULL;
}

static json_t *pack(const void *from, const struct field *fields, size_t count)
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
        json_array_append_new(witnesses,
                              json_pack("{s:s, s:o}", "tool", diag->witnesses[i].tool,
                                        "raw", pack_text(diag->witnesses[i].raw)));
    json_t *json = pack(diag, diag_fields, LENGTH(diag_fields));
    if (json_array_size(witnesses) == diag->witness_count &&
        json_object_set(json, "witnesses", witnesses) == 0) {
        json_decref(witnesses);
        return json;
    }
    json_decref(witnesses);
    json_decref(json);
    return NULL;
}

json_t *ll_store_run(const struct ll_run *run)
{
    json_t *diags = json_array();
    for (size_t i = 0; i < run->diags.count; i++)
        json_array_append_new(diags, pack_diag(&run->diags.items[i]));
    json_t *json = pack(run, run_fields, LENGTH(run_fields));
    if (json_array_size(diags) == run->diags.count &&
        json_object_set(json, "diags", diags) == 0) {
        json_decref(diags);
        return json;
    }
    json_decref(diags);
    json_decref(json);
    return NULL;
}

/* ---- from JSON ------------------------------------------------------------ */

static bool unpack(void *to, const struct field *fields, size_t count,
                   const json_t *json);

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
            !unpack(&stack->frames[i], frame_fields, LENGTH(frame_fields),
                    json_array_get(json, i)))
            return false;
    }
    return json_is_array(json);
}

static bool unpack_field(void *at, enum type type, const json_t *json)
{
    json_int_t number = json_integer_value(json);
    switch (type) {
    case INT:
        *(int *)at = (int)number;
        return json_is_integer(json);
    case UNSIGNED:
        *(unsigned *)at = (unsigned)number;
        return json_is_integer(json);
    case LONG:
        *(long *)at = (long)number;
        return json_is_integer(json);
    case COUNT:
        *(unsigned long long *)at = (unsigned long long)number;
        return json_is_integer(json);
    case REAL:
        *(double *)at = json_real_value(json);
        return json_is_real(json);
    case FLAG:
        *(bool *)at = json_is_true(json);
        return json_is_boolean(json);
    case TEXT:
        return unpack_text(at, json);
    case STACK:
        return unpack_stack(at, json);
    }
    return false;
}

static bool unpack(void *to, const struct field *fields, size_t count,
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
    }
    return json_is_array(json);
}

bool ll_store_load(struct ll_run *run, const json_t *json)
{
    const json_t *diags = json_object_get(json, "diags");
    if (!json_is_array(diags) || !unpack(run, run_fields, LENGTH(run_fields), json))
        return false;
    for (size_t i = 0; i < json_array_size(diags); i++) {
        const json_t *one = json_array_get(diags, i);
        struct ll_diag diag;
        ll_diag_init(&diag, LL_OTHER);
        if (!unpack(&diag, diag_fields, LENGTH(diag_fields), one) ||
            !unpack_witnesses(&diag, json_object_get(one, "witnesses"))) {
            ll_diag_release(&diag);
            return false;
        }
        if (ll_diags_add(&run->diags, &diag, NULL) != 0)
            return false;
    }
    return true;
}
