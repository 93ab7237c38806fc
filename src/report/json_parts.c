/* SPDX-License-Identifier: MIT */
#include "report/json_parts.h"

#include <stdlib.h>

#include "base/path.h"
#include "report/layout.h"

bool ll_json_text(json_t *object, const char *key, const char *text)
{
    if (text == NULL)
        return true;
    struct ll_buf clean = LL_BUF_INIT;
    ll_clean(&clean, text);
    bool ok = !clean.full &&
              json_object_set_new(object, key, json_string(ll_buf_text(&clean))) == 0;
    ll_buf_release(&clean);
    return ok;
}

bool ll_json_pour(json_t *object, const char *key, struct ll_buf *text)
{
    bool ok = !text->full && ll_json_text(object, key, ll_buf_text(text));
    ll_buf_release(text);
    return ok;
}

bool ll_json_cut(json_t *object, const char *key, const char *text, size_t most)
{
    if (text == NULL)
        return true;
    struct ll_buf cut = LL_BUF_INIT;
    ll_clean_cut(&cut, text, most);
    return ll_json_pour(object, key, &cut);
}

bool ll_json_number(json_t *object, const char *key, unsigned long long number)
{
    return number == 0 ||
           json_object_set_new(object, key, json_integer((json_int_t)number)) == 0;
}

bool ll_json_count(json_t *object, const char *key, size_t count)
{
    return json_object_set_new(object, key, json_integer((json_int_t)count)) == 0;
}

bool ll_json_real(json_t *object, const char *key, double number)
{
    return json_object_set_new(object, key, json_real(number)) == 0;
}

bool ll_json_bool(json_t *object, const char *key, bool value)
{
    return json_object_set_new(object, key, json_boolean(value)) == 0;
}

static int append(const char *bytes, size_t count, void *out)
{
    return ll_buf_add(out, bytes, count) ? 0 : -1;
}

int ll_json_dump(json_t *object, struct ll_buf *out, struct ll_error *err)
{
    /* Dump into a buffer, which records a failure: json_dumps() ignores failures in
     * keys. */
    bool ok = object != NULL &&
              json_dump_callback(object, append, out,
                                 JSON_INDENT(2) | JSON_REAL_PRECISION(6)) == 0 &&
              ll_buf_putc(out, '\n');
    json_decref(object);
    return ok ? 0 : ll_fail_memory(err);
}

static json_t *values_new(const struct ll_value_list *values)
{
    json_t *list = json_array();
    for (size_t i = 0; i < values->count; i++) {
        const struct ll_value *value = &values->items[i];
        json_t *object = json_object();
        if (!ll_json_text(object, "name", value->name) ||
            !ll_json_text(object, "value", value->value) ||
            !ll_json_text(object, "type", value->type) ||
            !ll_json_text(object, "note", value->note) ||
            json_array_append(list, object) != 0) {
            json_decref(list);
            list = NULL;
        }
        json_decref(object);
        if (list == NULL)
            break;
    }
    return list;
}

static bool set_place(json_t *object, const struct ll_call *call, const char *from)
{
    char *name = call->file == NULL ? NULL : ll_path_relative(call->file, from);
    bool ok = ll_json_text(object, "file", name != NULL ? name : call->file) &&
              ll_json_number(object, "line", call->line);
    free(name);
    return ok;
}

static bool set_path(json_t *object, const struct ll_path *path, const char *from)
{
    json_t *calls = path->count > 0 ? json_array() : NULL;
    if (path->count > 0 && json_object_set_new(object, "path", calls) != 0)
        return false;
    for (size_t i = 0; i < path->count; i++) {
        json_t *call = json_object();
        bool ok = ll_json_text(call, "function", path->calls[i].function) &&
                  set_place(call, &path->calls[i], from) &&
                  json_object_set_new(call, "arguments",
                                      values_new(&path->calls[i].arguments)) == 0;
        if (json_array_append_new(calls, call) != 0 || !ok)
            return false;
    }
    return true;
}

bool ll_json_values(json_t *object, const struct ll_diag *diag, const char *from)
{
    return (diag->values.count == 0 ||
            json_object_set_new(object, "values", values_new(&diag->values)) == 0) &&
           set_path(object, &diag->path, from);
}
