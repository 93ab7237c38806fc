/* SPDX-License-Identifier: MIT
 *
 * types: what C types are made of, as JSON for the page (picture.h has the form). A
 * type is named by its number in the list; numbers are given when a type is first asked
 * for.
 */
#ifndef LL_PICTURE_TYPES_H
#define LL_PICTURE_TYPES_H

#include <jansson.h>

#include "values/program.h"

struct ll_known_type;

struct ll_types {
    json_t *list; /* owned by the caller */
    struct ll_known_type *known;
    size_t count, cap;
    struct ll_known_type
        *complete; /* structs by name: for those that a file only names */
    size_t complete_count, complete_cap;
};

/* Begin with a list of `void` alone. False when memory ran out. */
bool ll_types_init(struct ll_types *types, json_t *list);
void ll_types_release(struct ll_types *types);

/* Note the structs and unions that a unit defines. */
bool ll_types_learn(struct ll_types *types, Dwarf_Die *unit);

/* The number of the type of `die`, a variable or a member; 0: void, or too many. */
size_t ll_types_of(struct ll_types *types, Dwarf_Die *die);

#endif
