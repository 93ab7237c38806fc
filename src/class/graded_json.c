/* SPDX-License-Identifier: MIT */
#include "class/graded_json.h"

#include <stdlib.h>

#include "diag/pack.h"
#include "session/store.h"

static const struct ll_field item_fields[] = {
    LL_FIELD(ll_graded_item, UNSIGNED, kind),
    LL_FIELD(ll_graded_item, TEXT, name),
    LL_FIELD(ll_graded_item, TEXT, title),
    LL_FIELD(ll_graded_item, REAL, points),
    LL_FIELD(ll_graded_item, REAL, most),
    LL_FIELD(ll_graded_item, UNSIGNED, verdict),
    LL_FIELD(ll_graded_item, TEXT, message),
    LL_FIELD(ll_graded_item, FLAG, hidden),
    LL_FIELD(ll_graded_item, REAL, seconds),
};

static const struct ll_field graded_fields[] = {
    LL_FIELD(ll_graded, TEXT, name),        LL_FIELD(ll_graded, UNSIGNED, lesson),
    LL_FIELD(ll_graded, TEXT, exercise),    LL_FIELD(ll_graded, TEXT, title),
    LL_FIELD(ll_graded, UNSIGNED, verdict), LL_FIELD(ll_graded, REAL, score),
    LL_FIELD(ll_graded, REAL, most),        LL_FIELD(ll_graded, TEXT, why),
    LL_FIELD(ll_graded, TEXT, explanation), LL_FIELD(ll_graded, FLAG, in_process),
    LL_FIELD(ll_graded, TEXT, digest),      LL_FIELD(ll_graded, REAL, seconds),
};

char *ll_graded_to_json(const struct ll_graded *graded)
{
    char *text = NULL;
    json_t *json = ll_pack(graded, LL_FIELDS(graded_fields));
    if (json_object_set_new(json, "file", ll_pack_text(graded->file)) == 0 &&
        json_object_set_new(json, "items",
                            ll_pack_array(graded->items, graded->count,
                                          sizeof *graded->items,
                                          LL_FIELDS(item_fields))) == 0 &&
        json_object_set_new(json, "diags", ll_store_diags(&graded->diags)) == 0)
        text = json_dumps(json, JSON_COMPACT);
    json_decref(json);
    return text;
}

static bool unpack_items(struct ll_graded *graded, const json_t *json)
{
    size_t count = json_array_size(json);
    if (!json_is_array(json))
        return false;
    if (count == 0)
        return true;
    graded->items = calloc(count, sizeof *graded->items);
    if (graded->items == NULL)
        return false;
    for (; graded->count < count; graded->count++) {
        struct ll_graded_item *item = &graded->items[graded->count];
        if (!ll_unpack(item, LL_FIELDS(item_fields),
                       json_array_get(json, graded->count)) ||
            (unsigned)item->kind > LL_ITEM_STEP ||
            (unsigned)item->verdict > LL_HARNESS_ERROR) {
            graded->count++; /* what it has is to be released */
            return false;
        }
    }
    return true;
}

/* An older leaklab has not written it. */
static bool unpack_file(struct ll_graded *graded, const json_t *json)
{
    return json == NULL || ll_unpack_text(&graded->file, json);
}

bool ll_graded_from_json(struct ll_graded *graded, const char *text)
{
    json_t *json = json_loads(text, 0, NULL);
    *graded = (struct ll_graded){0};
    bool good = ll_unpack(graded, LL_FIELDS(graded_fields), json) &&
                (unsigned)graded->verdict <= LL_HARNESS_ERROR &&
                unpack_file(graded, json_object_get(json, "file")) &&
                unpack_items(graded, json_object_get(json, "items")) &&
                ll_load_diags(&graded->diags, json_object_get(json, "diags"));
    if (!good)
        ll_graded_release(graded);
    json_decref(json);
    return good;
}
