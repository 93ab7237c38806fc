/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * dwarf: reads the debug information of the program's objects, DWARF 2 to 5.
 *
 * The tool needs little of it: which functions there are, what they return, where their
 * variables are, and how their types are built. So entries (DIEs) are decoded in place,
 * one at a time, and only their offsets are kept. An offset in .debug_info stands for
 * an entry or a type; 0 means none.
 *
 * Not read: compressed or split debug information. The names are then unknown; counting
 * works as before.
 *
 * Errors: the input may be broken. Every read is bounded, and an entry that cannot be
 * decoded ends the reading of its unit.
 *
 * Ownership: `struct debug` and all that it points to are never freed. Texts and
 * expressions in a `struct die` point into the sections.
 *
 * Why by hand, without a library: a Valgrind tool is a static program without the C
 * library, in the address space of the program under test. libdw and libdwarf need
 * malloc, stdio and mmap of a C library.
 *
 * Why not VG_(get_data_description), Valgrind's own function:
 *
 *   - It answers with a sentence for a human reader. The tool needs types: of fields of
 *     heap blocks, and of what a function returns; and it must know whether a variable
 *     is declared at a stack slot (origins.c).
 *
 *   - It describes an address in the memory and on the stacks as they are now. The tool
 *     names most slots when the program has ended.
 *
 *   - It works only if Valgrind reads the variables of all objects, also of libraries.
 *     That takes 2.5 s at start-up instead of 0.5 s.
 */
#ifndef LP_DWARF_H
#define LP_DWARF_H

#include "sections.h"

/* Tags, encodings and operations have the names of the DWARF standard. */
enum {
    DW_TAG_array_type = 0x01,
    DW_TAG_formal_parameter = 0x05,
    DW_TAG_lexical_block = 0x0b,
    DW_TAG_member = 0x0d,
    DW_TAG_pointer_type = 0x0f,
    DW_TAG_compile_unit = 0x11,
    DW_TAG_structure_type = 0x13,
    DW_TAG_typedef = 0x16,
    DW_TAG_union_type = 0x17,
    DW_TAG_inlined_subroutine = 0x1d,
    DW_TAG_subrange_type = 0x21,
    DW_TAG_const_type = 0x26,
    DW_TAG_subprogram = 0x2e,
    DW_TAG_variable = 0x34,
    DW_TAG_volatile_type = 0x35,
    DW_TAG_restrict_type = 0x37,
    DW_TAG_atomic_type = 0x47,
};

enum { DW_ATE_complex_float = 3, DW_ATE_float = 4 };

enum {
    DW_OP_addr = 0x03,
    DW_OP_deref = 0x06,
    DW_OP_reg0 = 0x50,
    DW_OP_breg0 = 0x70,
    DW_OP_breg31 = 0x8f,
    DW_OP_fbreg = 0x91,
    DW_OP_call_frame_cfa = 0x9c,
    DW_OP_addrx = 0xa1,
};

struct abbrev;

struct unit {
    struct unit *next;
    const struct debug *debug;
    ULong start, first_die, end; /* offsets in .debug_info */
    UInt version;
    Bool wide; /* 64-bit DWARF */
    UInt address_size;
    struct abbrev *abbrevs;
    UInt abbrev_count;
    ULong str_offsets_base, addr_base;
    const HChar *name;
    Bool optimised; /* the compiler's options say so */
    Bool by_clang;  /* clang does not tell its options */
};

/* The debug information of an object. */
struct debug {
    struct sections sections;
    struct unit *units;
};

/* The attributes of an entry that the tool needs. 0 or NULL: the entry has none. */
struct die {
    const struct unit *unit;
    ULong offset, next; /* next: the offset of the entry that follows in the file */
    UInt tag;           /* 0: the end of a list of children */
    Bool has_children;
    const HChar *name;
    ULong type, origin; /* offsets of entries */
    Addr low, high;     /* as linked; high: one past the end */
    ULong byte_size, member_offset, count;
    UInt decl_line, encoding;
    const UChar *location, *frame_base; /* expressions */
    ULong location_size, frame_base_size;
    Bool location_varies; /* a list: the location depends on the instruction */
    const HChar *producer;
    Bool describes_calls; /* each call: so does clang in optimised code */
};

/* Reads the debug information of a file. NULL: there is none that can be read. */
struct debug *lp_debug_read(const HChar *path);

/* Decodes the entry at `offset`. False at the unit's end, or if the entry is broken. */
Bool lp_die_read(const struct unit *unit, ULong offset, struct die *die);

/* The same for a reference into any unit. Name, type and line are taken from the
 * entry's origin if the entry has none. */
Bool lp_die_resolve(const struct debug *debug, ULong offset, struct die *die);

/* The type without typedefs and qualifiers. False: void, or not known. */
Bool lp_type_strip(const struct debug *debug, ULong type, struct die *die);

/* In bytes; 0: not known. */
ULong lp_type_size(const struct debug *debug, ULong type);

/* Whether the location is a fixed address; then the address in *address. */
Bool lp_location_address(const struct die *die, Addr *address);

/* Whether the location is an offset from the frame base or a register; then *base is
 * DW_OP_fbreg, or DW_OP_breg0 + the register. *deref says that the variable's address
 * is there, not the variable itself. */
Bool lp_location_frame(const struct die *die, UInt *base, Word *offset, Bool *deref);

#endif
