/* SPDX-License-Identifier: MIT
 *
 * json_parts: helpers that all JSON formats share.
 *
 * The setters return false when memory ran out; a NULL object counts as that, so that
 * a format may chain them and ask once.
 */
#ifndef LL_REPORT_JSON_PARTS_H
#define LL_REPORT_JSON_PARTS_H

#include <jansson.h>
#include <stdbool.h>

#include "base/buf.h"
#include "diag/diag.h"

/* Set `key` to `text` unless it is NULL. The text is cleaned (see ll_clean), so it is
 * valid UTF-8 whatever a program or a tool wrote. */
bool ll_json_text(json_t *object, const char *key, const char *text);

/* The same, from a buffer, which is released. */
bool ll_json_pour(json_t *object, const char *key, struct ll_buf *text);

/* The same, but at most about `most` bytes of it (see ll_clean_cut). */
bool ll_json_cut(json_t *object, const char *key, const char *text, size_t most);

/* Set `key` to `number` unless it is 0: unknown. */
bool ll_json_number(json_t *object, const char *key, unsigned long long number);

bool ll_json_count(json_t *object, const char *key, size_t count);
bool ll_json_real(json_t *object, const char *key, double number);
bool ll_json_bool(json_t *object, const char *key, bool value);

/* Set "values" and "path" to what variables held and the calls that led there, where
 * they are known (docs/json.md). Files are named as seen from the folder `from`. */
bool ll_json_values(json_t *object, const struct ll_diag *diag, const char *from);

/* Append `object` and a line end, and release it. NULL means that memory ran out. */
int ll_json_dump(json_t *object, struct ll_buf *out,
                 struct ll_error *err) LL_MUST_CHECK;

#endif
