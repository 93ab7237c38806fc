/* SPDX-License-Identifier: MIT
 *
 * vet: what an author can get wrong in a manifest, told with its line.
 *
 * libcyaml binds YAML to structs but tells errors only as a log, with lines that
 * are near the fault, and takes "python: maybe" for true and "bytes: -5" for a
 * large number. So the text is read with libyaml first and held against the very
 * schema that libcyaml loads with; what passes here, libcyaml loads.
 */
#ifndef LL_LESSON_VET_H
#define LL_LESSON_VET_H

#include <cyaml/cyaml.h>

#include "base/buf.h"
#include "base/error.h"

/* Check `text`, the content of the manifest `path`. The schema is made of
 * mappings, sequences, strings, enumerations, unsigned integers and booleans. */
int ll_vet(const struct ll_buf *text, const char *path,
           const cyaml_schema_value_t *schema, struct ll_error *err) LL_MUST_CHECK;

#endif
