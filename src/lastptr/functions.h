/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * functions: which code is the program's own; its functions and their variables.
 *
 * An address in debug information is "as linked". The address in the running process is
 * that plus the object's `bias`.
 *
 * Ownership: objects, functions and variables belong to this module and are never
 * freed. But the array of an object's functions is complete before anybody sees it.
 *
 * Errors: without debug information there are no functions and no variables. Callers
 * must take NULL as "not known".
 */
#ifndef LP_FUNCTIONS_H
#define LP_FUNCTIONS_H

#include "arch.h"
#include "types.h"

struct variable {
    const HChar *name;
    ULong type;              /* an offset in the debug information; see dwarf.h */
    struct type *known_type; /* NULL: not known */
    SizeT size;
    Word cfa_offset;   /* where the variable is in the frame; */
    Bool by_reference; /* True: where the pointer to it is (an array of variable length)
                        */
    Bool is_parameter;
    Bool is_temporary; /* Cython made it for one expression: "__pyx_t_3" */
    Addr low, high;    /* the code in which it is visible */
    UInt decl_line;
};

struct global {
    const HChar *name;
    ULong type;
    struct type *known_type; /* NULL: not known */
    Addr address;            /* as linked */
    SizeT size;
    UInt decl_line;
    const struct unit *unit;
    Bool is_local; /* a static variable in a function */
};

/* The code of a function that the compiler put into another, as linked. */
struct inlined {
    Addr low, high;
};

/* lp_function_at fills in all fields. The objects' own arrays have functions of which
 * only the first four fields are known. */
struct function {
    Addr low, high; /* as linked */
    const struct object *object;
    const struct unit *unit;
    ULong die;      /* the offset of its entry */
    Bool known;     /* the fields below are filled in */
    Bool has_value; /* it returns a value that may hold a pointer */
    Bool optimised; /* its variables may be in registers */
    Bool has_vla;   /* it has an array of variable length */
    struct frame_shape shape;
    UInt stack_parameters; /* bytes of parameters above the frame's end */
    UInt end_line;         /* where its code ends; 0: not known */
    SizeT value_size;      /* 0: not known */
    struct variable *variables;
    UInt variable_count;
    struct inlined *inlined;
    UInt inlined_count;
};

/* A file with code in the process. */
struct object {
    struct object *next;
    HChar *path;
    Addr text_low, text_high; /* in the running process */
    PtrdiffT bias;            /* running address - linked address */
    Bool own;            /* the program's; a library's debug information is not read */
    struct debug *debug; /* NULL: none */
    struct function *functions; /* sorted by address */
    UInt function_count;
    struct global *globals;
    UInt global_count;
};

/* NULL: no object has code there. */
const struct object *lp_object_at(Addr ip);
const struct object *lp_objects(void);

/* The program's own code: not in a folder of system libraries, not Valgrind's. */
Bool lp_is_own_code(Addr ip);

/* NULL: nothing is known. Of a function in two pieces of code, as the optimiser makes
 * it, nothing is. */
const struct function *lp_function_at(Addr ip);

/* Whether the program's own code there has no debug information: no line either. */
Bool lp_is_undescribed(Addr ip);

/* Whether the function's code begins at `ip`. False if `function` is NULL. */
Bool lp_function_starts(const struct function *function, Addr ip);

/* Whether the instruction, which is in the function, is of another one that was put
 * into it: even without optimisation, where that one is always_inline. What is a return
 * statement there leaves that one only. False if `function` is NULL, and for code that
 * is in several pieces (DW_AT_ranges). */
Bool lp_is_inlined(const struct function *function, Addr ip);

/* Whether a declared variable occupies the stack slot, in code where every variable has
 * a place on the stack. A temporary of Cython's does not count. True if that is not
 * known. */
Bool lp_slot_is_declared(Addr ip, Word cfa_offset);

#endif
