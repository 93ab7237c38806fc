/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * dwarf: entries of debug information. See dwarf.h for the idea.
 */
#include "dwarf.h"
#include "cursor.h"

/* Attributes, forms and kinds of units have the names of the DWARF standard. */

enum {
    DW_AT_location = 0x02,
    DW_AT_name = 0x03,
    DW_AT_byte_size = 0x0b,
    DW_AT_low_pc = 0x11,
    DW_AT_high_pc = 0x12,
    DW_AT_producer = 0x25,
    DW_AT_upper_bound = 0x2f,
    DW_AT_abstract_origin = 0x31,
    DW_AT_count = 0x37,
    DW_AT_data_member_location = 0x38,
    DW_AT_decl_line = 0x3b,
    DW_AT_encoding = 0x3e,
    DW_AT_frame_base = 0x40,
    DW_AT_specification = 0x47,
    DW_AT_type = 0x49,
    DW_AT_str_offsets_base = 0x72,
    DW_AT_addr_base = 0x73,
    DW_AT_call_all_calls = 0x7a,
    DW_AT_GNU_all_call_sites = 0x2117,
};

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

enum { DW_UT_compile = 1 };

/* A unit of 64-bit DWARF begins with this number instead of its length. */
#define WIDE_UNIT 0xffffffff

/* The first offset or address in its section; before it is a header. */
#define FIRST_INDEXED(wide) ((wide) ? 16 : 8)

struct abbrev {
    ULong code;
    UInt tag;
    Bool has_children;
    const UChar *attributes; /* pairs of attribute and form */
};

/* --- abbreviations: the shapes of entries --- */

static void read_abbrevs(struct unit *unit, ULong offset)
{
    struct cursor c = cursor_at(&unit->debug->sections.abbrev, offset);
    UInt room = 0;

    for (;;) {
        struct abbrev *abbrev;
        ULong code = leb(&c, False);

        if (!code || c.bad)
            return;
        if (unit->abbrev_count == room) {
            room = room ? 2 * room : 64;
            unit->abbrevs = VG_(realloc)("lastptr.dwarf.abbrevs", unit->abbrevs,
                                         room * sizeof *unit->abbrevs);
        }
        abbrev = &unit->abbrevs[unit->abbrev_count++];
        abbrev->code = code;
        abbrev->tag = (UInt)leb(&c, False);
        abbrev->has_children = fixed(&c, 1) != 0;
        abbrev->attributes = c.at;
        for (;;) {
            ULong attribute = leb(&c, False);
            ULong form = leb(&c, False);

            if (form == DW_FORM_implicit_const) /* the value itself follows */
                leb(&c, True);
            if ((!attribute && !form) || c.bad)
                break;
        }
    }
}

static const struct abbrev *abbrev_of(const struct unit *unit, ULong code)
{
    UInt i;

    if (code <= unit->abbrev_count && unit->abbrevs[code - 1].code == code)
        return &unit->abbrevs[code - 1];
    for (i = 0; i < unit->abbrev_count; i++) {
        if (unit->abbrevs[i].code == code)
            return &unit->abbrevs[i];
    }
    return NULL;
}

/* --- the values of attributes --- */

struct value {
    ULong number;
    const HChar *string;
    const UChar *block; /* `number` bytes */
    Bool is_offset;     /* of a list in another section */
    Bool is_address;
    Bool is_entry; /* a reference to another entry */
};

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

static UInt offset_size(const struct unit *unit)
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
        return fixed(c, offset_size(unit));
    case SIZE_REFERENCE:
        return fixed(c, unit->version == 2 ? unit->address_size : offset_size(unit));
    default:
        return fixed(c, size);
    }
}

static const HChar *indexed_text(const struct unit *unit, ULong index)
{
    UInt size = offset_size(unit);

    return text_at(&unit->debug->sections.str,
                   number_at(&unit->debug->sections.str_offsets,
                             unit->str_offsets_base + index * size, size));
}

static ULong indexed_address(const struct unit *unit, ULong index)
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
        value->number = indexed_address(unit, number);
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

/* Reads a value. `constant` is the value of DW_FORM_implicit_const, which stands in the
 * abbreviation. */
static void value_read(const struct unit *unit, struct cursor *c, ULong form,
                       Long constant, struct value *value)
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

static void attribute_keep(struct die *die, ULong attribute, const struct value *value,
                           Bool *high_is_size)
{
    switch (attribute) {
    case DW_AT_name:
        die->name = value->string;
        break;
    case DW_AT_type:
        die->type = value->number;
        break;
    case DW_AT_abstract_origin:
    case DW_AT_specification:
        die->origin = value->number;
        break;
    case DW_AT_low_pc:
        die->low = value->number;
        break;
    case DW_AT_high_pc:
        die->high = value->number;
        *high_is_size = !value->is_address;
        break;
    case DW_AT_byte_size:
        die->byte_size = value->block ? 0 : value->number;
        break;
    case DW_AT_data_member_location:
        die->member_offset = value->block || value->is_offset ? 0 : value->number;
        break;
    case DW_AT_count:
        die->count = value->block || value->is_entry ? 0 : value->number;
        break;
    case DW_AT_upper_bound:
        die->count = value->block || value->is_entry ? 0 : value->number + 1;
        break;
    case DW_AT_decl_line:
        die->decl_line = (UInt)value->number;
        break;
    case DW_AT_encoding:
        die->encoding = (UInt)value->number;
        break;
    case DW_AT_location:
        die->location = value->block;
        die->location_size = value->block ? value->number : 0;
        die->location_varies = value->block == NULL;
        break;
    case DW_AT_frame_base:
        die->frame_base = value->block;
        die->frame_base_size = value->block ? value->number : 0;
        break;
    case DW_AT_producer:
        die->producer = value->string;
        break;
    case DW_AT_call_all_calls:
    case DW_AT_GNU_all_call_sites:
        die->describes_calls = True;
        break;
    default:
        break;
    }
}

static void unit_base(struct unit *unit, ULong attribute, const struct value *value)
{
    if (attribute == DW_AT_str_offsets_base)
        unit->str_offsets_base = value->number;
    else if (attribute == DW_AT_addr_base)
        unit->addr_base = value->number;
}

static Bool die_decode(const struct unit *unit, ULong offset, struct die *die,
                       struct unit *learn)
{
    struct cursor c = cursor_at(&unit->debug->sections.info, offset), spec;
    const struct abbrev *abbrev;
    Bool high_is_size = False;
    ULong code;

    VG_(memset)(die, 0, sizeof *die);
    die->unit = unit;
    die->offset = offset;
    if (offset < unit->first_die || offset >= unit->end)
        return False;
    code = leb(&c, False);
    abbrev = code ? abbrev_of(unit, code) : NULL;
    if (code && !abbrev)
        return False;
    if (abbrev) {
        die->tag = abbrev->tag;
        die->has_children = abbrev->has_children;
        spec =
            cursor_at(&unit->debug->sections.abbrev,
                      (ULong)(abbrev->attributes - unit->debug->sections.abbrev.bytes));
    }
    while (abbrev && !c.bad) {
        ULong attribute = leb(&spec, False);
        ULong form = leb(&spec, False);
        Long constant = form == DW_FORM_implicit_const ? (Long)leb(&spec, True) : 0;
        struct value value;

        if (!attribute && !form)
            break;
        if (form == DW_FORM_indirect)
            form = leb(&c, False);
        value_read(unit, &c, form, constant, &value);
        attribute_keep(die, attribute, &value, &high_is_size);
        if (learn)
            unit_base(learn, attribute, &value);
    }
    if (high_is_size)
        die->high += die->low;
    die->next = (ULong)(c.at - unit->debug->sections.info.bytes);
    return !c.bad;
}

/* Types are asked for again and again, so the last entries are kept: each in the place
 * that its offset gives. */
#define KEPT_ENTRIES 4096

Bool lp_die_read(const struct unit *unit, ULong offset, struct die *die)
{
    static struct die kept[KEPT_ENTRIES];
    struct die *place = &kept[offset % KEPT_ENTRIES];

    if (place->unit == unit && place->offset == offset) {
        *die = *place;
        return True;
    }
    if (!die_decode(unit, offset, die, NULL))
        return False;
    *place = *die;
    return True;
}

/* --- units --- */

/* The producer is the compiler's name with all its options. The last -O counts. */
static Bool is_optimised(const HChar *producer)
{
    Bool optimised = False;

    while (producer && (producer = VG_(strstr)(producer, " -O"))) {
        producer += 3;
        optimised = producer[0] != '0';
    }
    return optimised;
}

/* Reads a unit's header at `offset`. NULL: it is of a kind that the tool does not read,
 * or broken. The offset of the next unit in *next. */
static struct unit *unit_read(const struct debug *debug, ULong offset, ULong *next)
{
    struct cursor c = cursor_at(&debug->sections.info, offset);
    struct unit *unit = VG_(calloc)("lastptr.dwarf.unit", 1, sizeof *unit);
    ULong length = fixed(&c, 4), abbrev_offset;
    UInt kind = DW_UT_compile;
    struct die die;

    unit->debug = debug;
    unit->start = offset;
    if (length == WIDE_UNIT) {
        unit->wide = True;
        length = fixed(&c, 8);
    }
    unit->end = (ULong)(c.at - debug->sections.info.bytes) + length;
    *next = unit->end;
    unit->version = (UInt)fixed(&c, 2);
    if (unit->version >= 5) {
        kind = (UInt)fixed(&c, 1);
        unit->address_size = (UInt)fixed(&c, 1);
        abbrev_offset = fixed(&c, offset_size(unit));
    } else {
        abbrev_offset = fixed(&c, offset_size(unit));
        unit->address_size = (UInt)fixed(&c, 1);
    }
    unit->first_die = (ULong)(c.at - debug->sections.info.bytes);
    unit->str_offsets_base = unit->addr_base = FIRST_INDEXED(unit->wide);
    if (c.bad || length > debug->sections.info.size ||
        unit->end > debug->sections.info.size) {
        *next = debug->sections.info.size;
        goto bad;
    }
    if (unit->version < 2 || unit->version > 5 || kind != DW_UT_compile)
        goto bad;
    read_abbrevs(unit, abbrev_offset);
    die_decode(unit, unit->first_die, &die, unit); /* learns the bases */
    if (!lp_die_read(unit, unit->first_die, &die))
        goto bad;
    unit->name = die.name;
    unit->optimised = is_optimised(die.producer);
    unit->by_clang = die.producer && VG_(strstr)(die.producer, "clang");
    return unit;
bad:
    VG_(free)(unit->abbrevs);
    VG_(free)(unit);
    return NULL;
}

struct debug *lp_debug_read(const HChar *path)
{
    struct debug *debug;
    struct unit **end;
    ULong offset = 0;
    Int fd = VG_(fd_open)(path, VKI_O_RDONLY, 0);

    if (fd < 0)
        return NULL;
    debug = VG_(calloc)("lastptr.dwarf.debug", 1, sizeof *debug);
    if (!lp_sections_read(&debug->sections, fd)) {
        VG_(close)(fd);
        return NULL;
    }
    VG_(close)(fd);
    end = &debug->units;
    while (offset < debug->sections.info.size) {
        *end = unit_read(debug, offset, &offset);
        if (*end)
            end = &(*end)->next;
    }
    return debug;
}

static const struct unit *unit_of(const struct debug *debug, ULong offset)
{
    const struct unit *unit;

    for (unit = debug->units; unit; unit = unit->next) {
        if (offset >= unit->start && offset < unit->end)
            return unit;
    }
    return NULL;
}

/* --- what entries mean --- */

Bool lp_die_resolve(const struct debug *debug, ULong offset, struct die *die)
{
    const struct unit *unit = unit_of(debug, offset);
    struct die origin;
    UInt hops;

    if (!unit || !lp_die_read(unit, offset, die))
        return False;
    offset = die->origin;
    for (hops = 0; offset && hops < 4; hops++, offset = origin.origin) {
        unit = unit_of(debug, offset);
        if (!unit || !lp_die_read(unit, offset, &origin))
            break;
        die->name = die->name ? die->name : origin.name;
        die->type = die->type ? die->type : origin.type;
        die->decl_line = die->decl_line ? die->decl_line : origin.decl_line;
    }
    return True;
}

Bool lp_type_strip(const struct debug *debug, ULong type, struct die *die)
{
    UInt hops;

    for (hops = 0; type && hops < 32; hops++, type = die->type) {
        if (!lp_die_resolve(debug, type, die))
            return False;
        if (die->tag != DW_TAG_typedef && die->tag != DW_TAG_const_type &&
            die->tag != DW_TAG_volatile_type && die->tag != DW_TAG_restrict_type &&
            die->tag != DW_TAG_atomic_type)
            return True;
    }
    return False;
}

static ULong array_count(const struct die *array)
{
    struct die range;
    ULong offset = array->next, count = 1;

    while (lp_die_read(array->unit, offset, &range) &&
           range.tag == DW_TAG_subrange_type) {
        count *= range.count;
        offset = range.next;
    }
    return count;
}

ULong lp_type_size(const struct debug *debug, ULong type)
{
    struct die die;

    if (!lp_type_strip(debug, type, &die))
        return 0;
    if (die.tag == DW_TAG_pointer_type)
        return 8;
    if (die.tag == DW_TAG_array_type)
        return array_count(&die) * lp_type_size(debug, die.type);
    return die.byte_size;
}

Bool lp_location_address(const struct die *die, Addr *address)
{
    struct cursor c = {die->location, die->location + die->location_size, False};
    UChar op = (UChar)fixed(&c, 1);

    if (op == DW_OP_addr)
        *address = fixed(&c, 8);
    else if (op == DW_OP_addrx)
        *address = indexed_address(die->unit, leb(&c, False));
    else
        return False;
    return !c.bad && c.at == c.end;
}

Bool lp_location_frame(const struct die *die, Word *offset, Bool *deref)
{
    struct cursor c = {die->location, die->location + die->location_size, False};

    if (fixed(&c, 1) != DW_OP_fbreg)
        return False;
    *offset = (Word)leb(&c, True);
    *deref = c.at < c.end && *c.at == DW_OP_deref;
    c.at += *deref;
    return !c.bad && c.at == c.end;
}
