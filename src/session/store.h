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

/* The diagnoses alone, for other things that are stored. */
json_t *ll_store_diags(const struct ll_diags *diags);
bool ll_load_diags(struct ll_diags *diags, const json_t *json);

#endif
