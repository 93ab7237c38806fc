/* SPDX-License-Identifier: MIT
 *
 * vet: check a manifest before it is loaded, and name the line of each mistake.
 *
 * libcyaml fills structs from YAML, but reports errors only in a log, with a line near
 * the mistake. It also reads "python: maybe" as true and "bytes: -5" as a large number.
 * So the text is first read with libyaml and compared with the same schema. A text that
 * passes can be loaded by libcyaml.
 */
#ifndef LL_LESSON_VET_H
#define LL_LESSON_VET_H

#include <cyaml/cyaml.h>

#include "base/buf.h"
#include "base/error.h"

/* Check `text`, the content of the manifest `path`. The schema can contain
 * mappings, sequences, strings, enumerations, unsigned integers and booleans. */
int ll_vet(const struct ll_buf *text, const char *path,
           const cyaml_schema_value_t *schema, struct ll_error *err) LL_MUST_CHECK;

#endif
