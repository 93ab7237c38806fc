/* SPDX-License-Identifier: MIT
 *
 * pack: structs as JSON objects and back, exactly, by a table of their fields. */
#ifndef LL_DIAG_PACK_H
#define LL_DIAG_PACK_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

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

/* A table of fields, and how many it has: for the functions below. */
#define LL_FIELDS(table) (table), sizeof(table) / sizeof *(table)

/* The `count` fields of the struct at `from`: a new object; NULL when memory ran out.
 */
json_t *ll_pack(const void *from, const struct ll_field *fields, size_t count);

/* A new array of `length` such structs of `size` bytes each, from `from` on; NULL when
 * memory ran out. */
json_t *ll_pack_array(const void *from, size_t length, size_t size,
                      const struct ll_field *fields, size_t count);

/* The reverse, into an empty struct. False when a field is missing or of another type,
 * or memory ran out. */
bool ll_unpack(void *to, const struct ll_field *fields, size_t count,
               const json_t *json);

/* One text, any bytes, or NULL. A program may print anything: what is not UTF-8 becomes
 * an array of one string of hexadecimal digits. A new reference; NULL when memory ran
 * out. */
json_t *ll_pack_text(const char *text);

/* The reverse: `*to`, which is NULL, is then owned. False as above. */
bool ll_unpack_text(char **to, const json_t *json);

#endif
