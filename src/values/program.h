/* SPDX-License-Identifier: MIT
 *
 * program: the debug information of a program (DWARF, read by elfutils' libdw), applied
 * to a snapshot of its memory. It answers: which variables does a frame have, where do
 * they lie, and what is at an address?
 */
#ifndef LL_VALUES_PROGRAM_H
#define LL_VALUES_PROGRAM_H

#include <elfutils/libdw.h>
#include <stdbool.h>
#include <stdint.h>

#include "values/memory.h"

struct ll_program {
    Elf *elf;
    Dwarf *dwarf;
};

/* Read an executable, which must stay in memory. False: it cannot be read, or has no
 * debug information. Release it in any case. */
bool ll_program_open(struct ll_program *program, const struct ll_buf *bytes);
void ll_program_close(struct ll_program *program);

/* Add the constant data of the program file to what `memory` has. */
void ll_program_add_constants(const struct ll_program *program,
                              struct ll_memory *memory);

/* Source file and line of a code address. The name is borrowed. False: unknown. */
bool ll_program_line(const struct ll_program *program, uint64_t address,
                     const char **file, unsigned *line);

/* The folder in which the code at an address was compiled: names of files may be
 * relative to it. Borrowed; NULL: unknown. */
const char *ll_program_compiled_in(const struct ll_program *program, uint64_t address);

/* The name of the function that begins at this code address; NULL: none. */
const char *ll_program_function_at(const struct ll_program *program, uint64_t address);

/* A frame of the stack, with the functions and blocks of code around its address. */
struct ll_scope {
    const struct ll_program *program;
    const struct ll_memory *memory;
    const struct ll_memory_frame *frame;
    Dwarf_Die *scopes; /* the innermost first; owned, free() */
    int count;
    Dwarf_Die function; /* not an inlined one */
    unsigned line;      /* where the frame is */
};

/* False: the address lies in no function that is known. */
bool ll_scope_open(struct ll_scope *scope, const struct ll_program *program,
                   const struct ll_memory *memory, const struct ll_memory_frame *frame);
void ll_scope_close(struct ll_scope *scope);

/* A value in memory. */
struct ll_place_of {
    Dwarf_Die type; /* without typedefs and qualifiers it may be any type */
    uint64_t address;
    unsigned inside;    /* of an array of several dimensions, `int grid[2][3]`: how many
                           indices were applied; `grid[1]` has 1 */
    unsigned bit, bits; /* of a bit field: where it begins, from `address` on, and how
                           many bits it has; 0: it is none */
};

/* Find the variable or parameter `name` that the code at the frame's address sees: a
 * local one, or one of the file's. False: there is none, it is declared further down,
 * or it cannot be said where it lies. */
bool ll_scope_find(const struct ll_scope *scope, const char *name,
                   struct ll_place_of *place);

/* Where the variable `die` lies. False: it cannot be said. */
bool ll_scope_place(const struct ll_scope *scope, Dwarf_Die *die,
                    struct ll_place_of *place);

/* The local variable, parameter or global variable that holds `address`, its name, and
 * whether it belongs to the whole file. False: none. An address right past its end
 * counts, if no block of the heap is there. */
bool ll_scope_who(const struct ll_scope *scope, uint64_t address,
                  struct ll_place_of *place, const char **name, bool *of_file);

/* Whether both scopes are of one file. */
bool ll_scope_same_file(const struct ll_scope *a, const struct ll_scope *b);

/* The member `die` of the struct or union at `address`. False: it cannot be said where
 * it lies. */
bool ll_member_place(Dwarf_Die *die, uint64_t address, struct ll_place_of *place);

/* Number of elements of an array type, after `inside` indices; -1: unknown. Bounds that
 * are variables are read from the frame; `scope` may be NULL, they are then unknown. */
long long ll_scope_elements(const struct ll_scope *scope, Dwarf_Die *array,
                            unsigned inside);

/* The first element of the array at `place`; what the pointer there points to, but for
 * its address. False: it is neither, or points to void. */
bool ll_scope_element(const struct ll_place_of *place, struct ll_place_of *element);

/* How many indices an element of the array type needs. */
unsigned ll_type_dimensions(Dwarf_Die *array);

/* The size in bytes of what lies at `place`; 0: unknown. */
uint64_t ll_place_size(const struct ll_scope *scope, const struct ll_place_of *place);

/* The type without typedefs and qualifiers. False for void. */
bool ll_type_plain(Dwarf_Die *type, Dwarf_Die *plain);

/* What a pointer points to, what an array consists of: `die`'s own type. False: void.
 */
bool ll_type_of(Dwarf_Die *die, Dwarf_Die *type);

/* Its size in bytes; 0: unknown. */
uint64_t ll_type_size(const struct ll_scope *scope, Dwarf_Die *type);

#endif
