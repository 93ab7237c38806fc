/* SPDX-License-Identifier: MIT
 *
 * show: a value as C writes it (see diag/values.h for the forms).
 */
#ifndef LL_VALUES_SHOW_H
#define LL_VALUES_SHOW_H

#include "base/buf.h"
#include "values/program.h"

/* A stack of scopes, the innermost first: pointers may lead into outer frames. */
struct ll_shower {
    const struct ll_program *program;
    const struct ll_memory *memory;
    const struct ll_scope *scopes;
    size_t scope_count;
    size_t here; /* the scope in which the values are shown */
};

/* Append the value. False, with `out` as it was: it cannot be said truly. */
bool ll_show_value(const struct ll_shower *shower, const struct ll_place_of *place,
                   struct ll_buf *out);

/* Append the name of its type as C writes it: "struct node *". */
void ll_show_type(const struct ll_shower *shower, const struct ll_place_of *place,
                  struct ll_buf *out);

enum ll_pointer {
    LL_POINTER_UNKNOWN,
    LL_POINTER_NULL,
    LL_POINTER_UNSET,
    LL_POINTER_FREED,
    LL_POINTER_VALID,
};

/* What kind of pointer lies at `place`, and the address in it. */
enum ll_pointer ll_show_pointer_kind(const struct ll_shower *shower,
                                     const struct ll_place_of *place,
                                     uint64_t *address);

/* Read an integer, an enumerator or a character. False: it is none, or never set. */
bool ll_show_integer(const struct ll_shower *shower, const struct ll_place_of *place,
                     long long *number);

#endif
