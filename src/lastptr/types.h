/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * types: the types that a search walks through, decoded once.
 *
 * To decode an entry of debug information takes a microsecond, and the search for a
 * field's name (fields.c) asks for thousands of members. So what it needs of a type is
 * kept.
 *
 * Ownership: types belong to this module and are never freed. Texts point into the
 * debug information.
 */
#ifndef LP_TYPES_H
#define LP_TYPES_H

#include "dwarf.h"

struct field {
    const HChar *name;
    ULong offset;
    struct type *type; /* NULL: not known */
};

/* A type without typedefs and qualifiers. */
struct type {
    struct type *next; /* in its hash bucket */
    UWord key;
    const struct debug *debug;
    enum { TYPE_OTHER, TYPE_POINTER, TYPE_AGGREGATE } shape;
    const HChar *name; /* NULL: none */
    ULong size;        /* in bytes; 0: not known */
    ULong target;      /* pointer: the offset of the type that it points to; 0: void */
    Bool target_known, fields_known; /* by lp_type_target and lp_type_fields */
    struct type *points_to;
    struct field *fields;
    UInt field_count;
};

/* The type at that offset of the debug information. NULL: void, or not known. */
struct type *lp_type_at(const struct debug *debug, ULong offset);

/* What a pointer points to. NULL: void, or not known. */
struct type *lp_type_target(struct type *pointer);

/* Fills in the fields of a struct or union that have a name: those of the first 64
 * entries, and before the first type that is declared in it. */
void lp_type_fields(struct type *aggregate);

#endif
