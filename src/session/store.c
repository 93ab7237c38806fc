/* SPDX-License-Identifier: MIT */
#include "session/store.h"

#include <stdlib.h>

#include "diag/pack.h"

static const struct ll_field diag_fields[] = {
    LL_FIELD(ll_diag, UNSIGNED, kind),
    LL_FIELD(ll_diag, COUNT, bytes),
    LL_FIELD(ll_diag, COUNT, blocks),
    LL_FIELD(ll_diag, FLAG, grows),
    LL_FIELD(ll_diag, COUNT, fewer_bytes),
    LL_FIELD(ll_diag, COUNT, fewer_blocks),
    LL_FIELD(ll_diag, COUNT, ring_blocks),
    LL_FIELD(ll_diag, COUNT, ring_bytes),
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
    LL_FIELD(ll_diag, STACK, other),
    LL_FIELD(ll_diag, UNSIGNED, misuse),
    LL_FIELD(ll_diag, UNSIGNED, thread.number),
    LL_FIELD(ll_diag, FLAG, thread.writes),
    LL_FIELD(ll_diag, TEXT, thread.locks),
    LL_FIELD(ll_diag, STACK, thread.started),
    LL_FIELD(ll_diag, UNSIGNED, other_thread.number),
    LL_FIELD(ll_diag, FLAG, other_thread.writes),
    LL_FIELD(ll_diag, TEXT, other_thread.locks),
    LL_FIELD(ll_diag, STACK, other_thread.started),
    LL_FIELD(ll_diag, UNSIGNED, how),
    LL_FIELD(ll_diag, TEXT, variable),
    LL_FIELD(ll_diag, TEXT, declared),
    LL_FIELD(ll_diag, TEXT, allocated_by),
    LL_FIELD(ll_diag, TEXT, freed_by),
    LL_FIELD(ll_diag, TEXT, operation),
    LL_FIELD(ll_diag, TEXT, type),
    LL_FIELD(ll_diag, TEXT, bound),
    LL_FIELD(ll_diag, TEXT, taken_by),
    LL_FIELD(ll_diag, TEXT, repr),
    LL_FIELD(ll_diag, INT, signal),
    LL_FIELD(ll_diag, TEXT, what),
    LL_FIELD(ll_diag, TEXT, got),
    LL_FIELD(ll_diag, TEXT, wanted),
    LL_FIELD(ll_diag, FLAG, approximate),
    LL_FIELD(ll_diag, FLAG, inside),
    LL_FIELD(ll_diag, VALUES, values),
    LL_FIELD(ll_diag, PATH, path),
    LL_FIELD(ll_diag, UNSIGNED, return_line),
    LL_FIELD(ll_diag, FLAG, cut_short),
    LL_FIELD(ll_diag, TEXT, sequel),
};

static const struct ll_field held_fields[] = {
    LL_FIELD(ll_held, STACK, allocated),
    LL_FIELD(ll_held, COUNT, bytes),
    LL_FIELD(ll_held, COUNT, blocks),
    LL_FIELD(ll_held, FLAG, is_object),
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
    LL_FIELD(ll_run, UNSIGNED, tests),
    LL_FIELD(ll_run, FLAG, interpreted),
    LL_FIELD(ll_run, FLAG, by_cython),
    LL_FIELD(ll_run, TEXT, compiler),
    LL_FIELD(ll_run, TEXT, output),
    LL_FIELD(ll_run, TEXT, note),
};

/* ---- to JSON -------------------------------------------------------------- */

static json_t *pack_diag(const struct ll_diag *diag)
{
    json_t *witnesses = json_array();
    for (size_t i = 0; i < diag->witness_count; i++)
        json_array_append_new(
            witnesses, json_pack("{s:s, s:b, s:o}", "tool", diag->witnesses[i].tool,
                                 "of_sequel", (int)diag->witnesses[i].of_sequel, "raw",
                                 ll_pack_text(diag->witnesses[i].raw)));
    json_t *json = ll_pack(diag, LL_FIELDS(diag_fields));
    if (json_array_size(witnesses) == diag->witness_count &&
        json_object_set(json, "witnesses", witnesses) == 0 &&
        json_object_set_new(json, "held",
                            ll_pack_array(diag->held, diag->held_count,
                                          sizeof *diag->held,
                                          LL_FIELDS(held_fields))) == 0) {
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
    json_t *json = ll_pack(run, LL_FIELDS(run_fields));
    if (json_object_set_new(json, "diags", ll_store_diags(&run->diags)) == 0)
        return json;
    json_decref(json);
    return NULL;
}

/* ---- from JSON ------------------------------------------------------------ */

static bool unpack_witnesses(struct ll_diag *diag, const json_t *json)
{
    for (size_t i = 0; i < json_array_size(json); i++) {
        const json_t *one = json_array_get(json, i);
        const char *name = json_string_value(json_object_get(one, "tool"));
        const struct ll_tool *tool = name != NULL ? ll_tool_find(name) : NULL;
        char *raw = NULL;
        bool good = tool != NULL && ll_unpack_text(&raw, json_object_get(one, "raw")) &&
                    ll_diag_add_witness(diag, tool->name, raw);
        free(raw);
        if (!good)
            return false;
        diag->witnesses[i].of_sequel = json_is_true(json_object_get(one, "of_sequel"));
    }
    return json_is_array(json);
}

static bool unpack_held(struct ll_diag *diag, const json_t *json)
{
    for (size_t i = 0; i < json_array_size(json); i++) {
        struct ll_held held = {0};
        bool good = ll_unpack(&held, LL_FIELDS(held_fields), json_array_get(json, i)) &&
                    ll_diag_add_held(diag, &held);
        ll_stack_release(&held.allocated);
        if (!good)
            return false;
    }
    return json_is_array(json);
}

/* Whether all that is looked up in a table is in it. */
static bool is_known(const struct ll_diag *diag)
{
    return (unsigned)diag->kind < LL_KIND_COUNT &&
           (unsigned)diag->place.region <= LL_REGION_ALLOCA &&
           (unsigned)diag->place.position <= LL_AFTER &&
           (unsigned)diag->misuse <= LL_MISUSE_CALL &&
           (unsigned)diag->how < LL_LOSS_COUNT;
}

bool ll_load_diags(struct ll_diags *diags, const json_t *json)
{
    for (size_t i = 0; i < json_array_size(json); i++) {
        const json_t *one = json_array_get(json, i);
        struct ll_diag diag;
        ll_diag_init(&diag, LL_OTHER);
        if (!ll_unpack(&diag, LL_FIELDS(diag_fields), one) || !is_known(&diag) ||
            !unpack_witnesses(&diag, json_object_get(one, "witnesses")) ||
            !unpack_held(&diag, json_object_get(one, "held"))) {
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
    return ll_unpack(run, LL_FIELDS(run_fields), json) &&
           ll_load_diags(&run->diags, json_object_get(json, "diags"));
}
