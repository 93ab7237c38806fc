/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * forms: the values of attributes in debug information.
 *
 * An attribute's form says how its value is written: as a number of some size, as the
 * place of a text in another section, and so on. This module reads all forms of DWARF 2
 * to 5, and skips the value where its meaning lies in a file that is not read.
 *
 * Ownership: texts and bytes point into the sections.
 */
#ifndef LP_FORMS_H
#define LP_FORMS_H

#include "cursor.h"
#include "dwarf.h"

/* Forms have the names of the DWARF standard. */
enum {
    DW_FORM_addr = 0x01,
    DW_FORM_block2 = 0x03,
    DW_FORM_block4 = 0x04,
    DW_FORM_data2 = 0x05,
    DW_FORM_data4 = 0x06,
    DW_FORM_data8 = 0x07,
    DW_FORM_string = 0x08,
    DW_FORM_block = 0x09,
    DW_FORM_block1 = 0x0a,
    DW_FORM_data1 = 0x0b,
    DW_FORM_flag = 0x0c,
    DW_FORM_sdata = 0x0d,
    DW_FORM_strp = 0x0e,
    DW_FORM_udata = 0x0f,
    DW_FORM_ref_addr = 0x10,
    DW_FORM_ref1 = 0x11,
    DW_FORM_ref2 = 0x12,
    DW_FORM_ref4 = 0x13,
    DW_FORM_ref8 = 0x14,
    DW_FORM_ref_udata = 0x15,
    DW_FORM_indirect = 0x16,
    DW_FORM_sec_offset = 0x17,
    DW_FORM_exprloc = 0x18,
    DW_FORM_flag_present = 0x19,
    DW_FORM_strx = 0x1a,
    DW_FORM_addrx = 0x1b,
    DW_FORM_ref_sup4 = 0x1c,
    DW_FORM_strp_sup = 0x1d,
    DW_FORM_data16 = 0x1e,
    DW_FORM_line_strp = 0x1f,
    DW_FORM_ref_sig8 = 0x20,
    DW_FORM_implicit_const = 0x21,
    DW_FORM_loclistx = 0x22,
    DW_FORM_rnglistx = 0x23,
    DW_FORM_ref_sup8 = 0x24,
    DW_FORM_strx1 = 0x25,
    DW_FORM_strx2 = 0x26,
    DW_FORM_strx3 = 0x27,
    DW_FORM_strx4 = 0x28,
    DW_FORM_addrx1 = 0x29,
    DW_FORM_addrx2 = 0x2a,
    DW_FORM_addrx3 = 0x2b,
    DW_FORM_addrx4 = 0x2c,
    DW_FORM_GNU_ref_alt = 0x1f20,
    DW_FORM_GNU_strp_alt = 0x1f21,
};

struct value {
    ULong number;
    const HChar *string;
    const UChar *block; /* `number` bytes */
    Bool is_offset;     /* of a list in another section */
    Bool is_address;
    Bool is_entry; /* a reference to another entry */
};

/* Reads a value of that form, and moves the cursor behind it. `constant` is the value
 * of DW_FORM_implicit_const, which stands in the abbreviation. An unknown form makes
 * the cursor bad. */
void lp_value_read(const struct unit *unit, struct cursor *c, ULong form, Long constant,
                   struct value *value);

/* The address with this index in .debug_addr. */
Addr lp_indexed_address(const struct unit *unit, ULong index);

/* The size of an offset in the unit. */
UInt lp_offset_size(const struct unit *unit);

#endif
