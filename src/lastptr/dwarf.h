/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * dwarf: reads the debug information of the program's objects, versions 2 to 5.
 *
 * The tool wants little of it, and wants it without reading all: which functions
 * there are, what they return, where their variables lie, and how their types are
 * built. So entries (DIEs) are decoded where they stand in the file, one at a time,
 * and nothing but their offset is kept. Compressed or split debug information is not
 * read: names are then unknown, counting goes on.
 *
 * The input is the program's file and may be broken: every read is bounded, and an
 * unreadable entry ends the reading of its unit.
 */
#ifndef LP_DWARF_H
#define LP_DWARF_H

#include "lastptr.h"

enum {
    TAG_ARRAY = 0x01,
    TAG_PARAMETER = 0x05,
    TAG_LEXICAL_BLOCK = 0x0b,
    TAG_MEMBER = 0x0d,
    TAG_POINTER = 0x0f,
    TAG_UNIT = 0x11,
    TAG_STRUCT = 0x13,
    TAG_TYPEDEF = 0x16,
    TAG_UNION = 0x17,
    TAG_INLINED = 0x1d,
    TAG_SUBRANGE = 0x21,
    TAG_CONST = 0x26,
    TAG_FUNCTION = 0x2e,
    TAG_VARIABLE = 0x34,
    TAG_VOLATILE = 0x35,
    TAG_RESTRICT = 0x37,
    TAG_ATOMIC = 0x47,
};

enum { ENCODING_COMPLEX = 3, ENCODING_FLOAT = 4 };

struct section {
    const UChar *bytes;
    ULong size;
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
    Bool optimised; /* as far as the producer tells */
};

/* The debug information of an object. */
struct debug {
    struct section info, abbrev, str, line_str, addr, str_offsets;
    struct unit *units;
};

/* An entry's attributes that are of use here; 0 or NULL: it has none. */
struct die {
    const struct unit *unit;
    ULong offset, next; /* next: of the entry that follows in the file */
    UInt tag;           /* 0: the end of a list of children */
    Bool has_children;
    const HChar *name;
    ULong type, origin; /* offsets of entries */
    Addr low, high;     /* as linked; high: one past the end */
    ULong byte_size, member_offset, count;
    UInt decl_line, encoding;
    const UChar *location, *frame_base; /* expressions */
    ULong location_size, frame_base_size;
    Bool location_varies; /* a list: differs from instruction to instruction */
    const HChar *producer;
};

/* Fills in the sections from an open file (sections.c); False if there are none. */
Bool lp_sections_read(struct debug *debug, Int fd);

/* Reads the debug information of a file; NULL when there is none to be read. */
struct debug *lp_debug_read(const HChar *path);

/* Decodes the entry at `offset`; False at the unit's end or if it is broken. */
Bool lp_die_read(const struct unit *unit, ULong offset, struct die *die);

/* The same for any reference, with the attributes that it takes from its origin. */
Bool lp_die_resolve(const struct debug *debug, ULong offset, struct die *die);

/* The type behind names and qualifiers; False: void or unknown. */
Bool lp_type_strip(const struct debug *debug, ULong type, struct die *die);

/* In bytes; 0 when not known. */
ULong lp_type_size(const struct debug *debug, ULong type);

/* An expression that is an address only: True and the address. */
Bool lp_location_address(const struct die *die, Addr *address);

/* An expression "frame base + offset": True and the offset; `*deref` if what lies
 * there is the variable's address. */
Bool lp_location_frame(const struct die *die, Word *offset, Bool *deref);

#endif
