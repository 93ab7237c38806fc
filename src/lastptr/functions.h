/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * functions: the functions of the program and their variables; see functions.c.
 */
#ifndef LP_FUNCTIONS_H
#define LP_FUNCTIONS_H

#include "dwarf.h"

struct variable {
    const HChar *name;
    ULong type;
    SizeT size;
    Word cfa_offset;   /* of its place in the frame ... */
    Bool by_reference; /* ... or of the pointer to it (arrays of variable length) */
    Bool is_parameter;
    Addr low, high; /* the code in which it is visible */
    UInt decl_line;
};

struct global {
    const HChar *name;
    ULong type;
    Addr address; /* as linked */
    SizeT size;
    UInt decl_line;
    const struct unit *unit;
    Bool is_local; /* static in a function */
};

struct function {
    Addr low, high; /* as linked */
    const struct object *object;
    const struct unit *unit;
    ULong die;
    Bool known; /* what follows is filled in */
    Bool has_value, optimised, has_vla;
    UInt stack_parameters; /* bytes, above the frame's end */
    SizeT value_size;      /* 0: not known */
    struct variable *variables;
    UInt variable_count;
};

/* A file with code in the process. */
struct object {
    struct object *next;
    HChar *path;
    Addr text_low, text_high; /* where it runs */
    PtrdiffT bias;            /* running address - linked address */
    Bool own;
    struct debug *debug;        /* NULL: none */
    struct function *functions; /* by address */
    UInt function_count;
    struct global *globals;
    UInt global_count;
};

const struct object *lp_object_at(Addr ip);
const struct object *lp_objects(void);

#endif
