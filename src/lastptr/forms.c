/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * forms: the values of attributes. A value begins with a number: a table says for each
 * form how large the number is, and what it means.
 */
#include "forms.h"

/* What the number that stands in the entry means. */
enum meaning {
    MEANS_NOTHING, /* the form is not known */
    MEANS_NUMBER,
    MEANS_ADDRESS,
    MEANS_ADDRESS_INDEX, /* in .debug_addr */
    MEANS_BLOCK,         /* the length of the bytes that follow */
    MEANS_UNIT_ENTRY,    /* an entry's offset in this unit */
    MEANS_ENTRY,         /* an entry's offset in .debug_info */
    MEANS_LIST,          /* the place of a list of locations or ranges */
    MEANS_STRING,        /* a string's offset in .debug_str */
    MEANS_LINE_STRING,   /* a string's offset in .debug_line_str */
    MEANS_STRING_INDEX,  /* in .debug_str_offsets */
    MEANS_OTHER_FILE,    /* a place in a supplementary file, which is not read */
};

/* The size of that number: a number of bytes, or one of these. */
enum {
    SIZE_NONE = 0,
    SIZE_LEB = 100,
    SIZE_SIGNED_LEB,
    SIZE_ADDRESS,   /* as the unit says */
    SIZE_OFFSET,    /* 4; in 64-bit DWARF 8 */
    SIZE_REFERENCE, /* an offset; in DWARF 2 an address */
};

/* DW_FORM_string, flag_present, implicit_const and data16 are not here: their value
 * does not begin with a number. DW_FORM_ref_sig8 and ref_sup8 name entries that are not
 * read: their number is no offset of an entry. */
static const struct form {
    UChar meaning, size;
} forms[] = {
    [DW_FORM_addr] = {MEANS_ADDRESS, SIZE_ADDRESS},
    [DW_FORM_addrx] = {MEANS_ADDRESS_INDEX, SIZE_LEB},
    [DW_FORM_addrx1] = {MEANS_ADDRESS_INDEX, 1},
    [DW_FORM_addrx2] = {MEANS_ADDRESS_INDEX, 2},
    [DW_FORM_addrx3] = {MEANS_ADDRESS_INDEX, 3},
    [DW_FORM_addrx4] = {MEANS_ADDRESS_INDEX, 4},
    [DW_FORM_block] = {MEANS_BLOCK, SIZE_LEB},
    [DW_FORM_block1] = {MEANS_BLOCK, 1},
    [DW_FORM_block2] = {MEANS_BLOCK, 2},
    [DW_FORM_block4] = {MEANS_BLOCK, 4},
    [DW_FORM_exprloc] = {MEANS_BLOCK, SIZE_LEB},
    [DW_FORM_flag] = {MEANS_NUMBER, 1},
    [DW_FORM_data1] = {MEANS_NUMBER, 1},
    [DW_FORM_data2] = {MEANS_NUMBER, 2},
    [DW_FORM_data4] = {MEANS_NUMBER, 4},
    [DW_FORM_data8] = {MEANS_NUMBER, 8},
    [DW_FORM_ref_sig8] = {MEANS_NUMBER, 8},
    [DW_FORM_ref_sup8] = {MEANS_NUMBER, 8},
    [DW_FORM_sdata] = {MEANS_NUMBER, SIZE_SIGNED_LEB},
    [DW_FORM_udata] = {MEANS_NUMBER, SIZE_LEB},
    [DW_FORM_ref1] = {MEANS_UNIT_ENTRY, 1},
    [DW_FORM_ref2] = {MEANS_UNIT_ENTRY, 2},
    [DW_FORM_ref4] = {MEANS_UNIT_ENTRY, 4},
    [DW_FORM_ref8] = {MEANS_UNIT_ENTRY, 8},
    [DW_FORM_ref_udata] = {MEANS_UNIT_ENTRY, SIZE_LEB},
    [DW_FORM_ref_addr] = {MEANS_ENTRY, SIZE_REFERENCE},
    [DW_FORM_sec_offset] = {MEANS_LIST, SIZE_OFFSET},
    [DW_FORM_loclistx] = {MEANS_LIST, SIZE_LEB},
    [DW_FORM_rnglistx] = {MEANS_LIST, SIZE_LEB},
    [DW_FORM_strp] = {MEANS_STRING, SIZE_OFFSET},
    [DW_FORM_line_strp] = {MEANS_LINE_STRING, SIZE_OFFSET},
    [DW_FORM_strx] = {MEANS_STRING_INDEX, SIZE_LEB},
    [DW_FORM_strx1] = {MEANS_STRING_INDEX, 1},
    [DW_FORM_strx2] = {MEANS_STRING_INDEX, 2},
    [DW_FORM_strx3] = {MEANS_STRING_INDEX, 3},
    [DW_FORM_strx4] = {MEANS_STRING_INDEX, 4},
    [DW_FORM_ref_sup4] = {MEANS_OTHER_FILE, 4},
    [DW_FORM_strp_sup] = {MEANS_OTHER_FILE, SIZE_OFFSET},
};

/* Two forms of GNU's tools, whose numbers are too large for the table. */
static const struct form gnu_alt = {MEANS_OTHER_FILE, SIZE_OFFSET};
static const struct form unknown_form = {MEANS_NOTHING, SIZE_NONE};

UInt lp_offset_size(const struct unit *unit)
{
    return unit->wide ? 8 : 4;
}

static const struct form *form_of(ULong number)
{
    if (number == DW_FORM_GNU_ref_alt || number == DW_FORM_GNU_strp_alt)
        return &gnu_alt;
    if (number >= sizeof forms / sizeof *forms)
        return &unknown_form;
    return &forms[number];
}

static ULong number_read(const struct unit *unit, struct cursor *c, UInt size)
{
    switch (size) {
    case SIZE_LEB:
        return leb(c, False);
    case SIZE_SIGNED_LEB:
        return leb(c, True);
    case SIZE_ADDRESS:
        return fixed(c, unit->address_size);
    case SIZE_OFFSET:
        return fixed(c, lp_offset_size(unit));
    case SIZE_REFERENCE:
        return fixed(c, unit->version == 2 ? unit->address_size : lp_offset_size(unit));
    default:
        return fixed(c, size);
    }
}

static const HChar *indexed_text(const struct unit *unit, ULong index)
{
    UInt size = lp_offset_size(unit);

    return text_at(&unit->debug->sections.str,
                   number_at(&unit->debug->sections.str_offsets,
                             unit->str_offsets_base + index * size, size));
}

Addr lp_indexed_address(const struct unit *unit, ULong index)
{
    return number_at(&unit->debug->sections.addr, unit->addr_base + index * 8, 8);
}

/* Turns the number in the entry into the value that it means. */
static void number_means(const struct unit *unit, struct cursor *c,
                         enum meaning meaning, struct value *value)
{
    ULong number = value->number;

    switch (meaning) {
    case MEANS_NOTHING:
        c->bad = True;
        break;
    case MEANS_NUMBER:
        break;
    case MEANS_ADDRESS:
        value->is_address = True;
        break;
    case MEANS_ADDRESS_INDEX:
        value->is_address = True;
        value->number = lp_indexed_address(unit, number);
        break;
    case MEANS_BLOCK:
        value->block = skip(c, number);
        break;
    case MEANS_UNIT_ENTRY:
        value->is_entry = True;
        value->number = unit->start + number;
        break;
    case MEANS_ENTRY:
        value->is_entry = True;
        break;
    case MEANS_LIST:
        value->is_offset = True;
        break;
    case MEANS_STRING:
        value->string = text_at(&unit->debug->sections.str, number);
        break;
    case MEANS_LINE_STRING:
        value->string = text_at(&unit->debug->sections.line_str, number);
        break;
    case MEANS_STRING_INDEX:
        value->string = indexed_text(unit, number);
        break;
    case MEANS_OTHER_FILE:
        value->number = 0;
        break;
    }
}

void lp_value_read(const struct unit *unit, struct cursor *c, ULong form, Long constant,
                   struct value *value)
{
    const struct form *known = form_of(form);

    VG_(memset)(value, 0, sizeof *value);
    switch (form) {
    case DW_FORM_string:
        value->string = text(c);
        break;
    case DW_FORM_flag_present:
        value->number = 1;
        break;
    case DW_FORM_implicit_const:
        value->number = (ULong)constant;
        break;
    case DW_FORM_data16:
        value->number = 16;
        value->block = skip(c, value->number);
        break;
    default:
        value->number = number_read(unit, c, known->size);
        number_means(unit, c, (enum meaning)known->meaning, value);
        break;
    }
}
