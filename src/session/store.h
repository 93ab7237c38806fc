/* SPDX-License-Identifier: MIT
 *
 * store: runs and diagnoses as JSON and back, exactly. */
#ifndef LL_SESSION_STORE_H
#define LL_SESSION_STORE_H

#include <jansson.h>

#include "session/session.h"

/* All of `run` but its tool and whether it was cached. A new reference, or NULL when
 * memory ran out. */
json_t *ll_store_run(const struct ll_run *run);

/* The reverse, into an empty `run`. False when `json` is no run, or memory ran out;
 * release `run` in any case. */
bool ll_store_load(struct ll_run *run, const json_t *json);

/* ---- the parts, for other things that are stored
 * --------------------------------------- */

json_t *ll_store_diags(const struct ll_diags *diags);
bool ll_load_diags(struct ll_diags *diags, const json_t *json);

enum ll_field_type {
    LL_FIELD_INT,
    LL_FIELD_UNSIGNED, /* and enums */
    LL_FIELD_LONG,
    LL_FIELD_COUNT, /* unsigned long long */
    LL_FIELD_REAL,
    LL_FIELD_FLAG,
    LL_FIELD_TEXT, /* char *, owned, any bytes; NULL too */
    LL_FIELD_STACK,
    LL_FIELD_VALUES,
    LL_FIELD_PATH,
};

struct ll_field {
    const char *name;
    enum ll_field_type type;
    size_t offset;
};

/* LL_FIELD(ll_run, TEXT, note): a row of a table of fields. */
#define LL_FIELD(of, type, member)                                                     \
    {                                                                                  \
#member, LL_FIELD_##type, offsetof(struct of, member)                          \
    }

/* The `count` fields of the struct at `from`: a new object; NULL when memory ran out.
 */
json_t *ll_pack(const void *from, const struct ll_field *fields, size_t count);

/* The reverse, into an empty struct. False when a field is missing or of another type,
 * or memory ran out. */
bool ll_unpack(void *to, const struct ll_field *fields, size_t count,
               const json_t *json);

#endif
