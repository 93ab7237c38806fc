/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * dwarf: entries of debug information. See dwarf.h for the idea.
 */
#include "forms.h"

/* Attributes and kinds of units have the names of the DWARF standard. */

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

/* --- entries --- */

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

/* Reads the attributes of an entry, whose values begin at the cursor. `learn`, unless
 * it is NULL, gets the bases of the unit, which its first entry has. */
static void attributes_read(struct die *die, const struct abbrev *abbrev,
                            struct cursor *c, struct unit *learn)
{
    const struct section *abbrevs = &die->unit->debug->sections.abbrev;
    struct cursor shape =
        cursor_at(abbrevs, (ULong)(abbrev->attributes - abbrevs->bytes));
    Bool high_is_size = False;

    while (!c->bad) {
        ULong attribute = leb(&shape, False);
        ULong form = leb(&shape, False);
        Long constant = form == DW_FORM_implicit_const ? (Long)leb(&shape, True) : 0;
        struct value value;

        if (!attribute && !form)
            break;
        if (form == DW_FORM_indirect)
            form = leb(c, False);
        lp_value_read(die->unit, c, form, constant, &value);
        attribute_keep(die, attribute, &value, &high_is_size);
        if (learn)
            unit_base(learn, attribute, &value);
    }
    if (high_is_size)
        die->high += die->low;
}

static Bool die_decode(const struct unit *unit, ULong offset, struct die *die,
                       struct unit *learn)
{
    const struct section *info = &unit->debug->sections.info;
    struct cursor c = cursor_at(info, offset);
    const struct abbrev *abbrev;
    ULong code;

    VG_(memset)(die, 0, sizeof *die);
    die->unit = unit;
    die->offset = offset;
    if (offset < unit->first_die || offset >= unit->end)
        return False;
    code = leb(&c, False);
    if (code) {
        abbrev = abbrev_of(unit, code);
        if (!abbrev)
            return False;
        die->tag = abbrev->tag;
        die->has_children = abbrev->has_children;
        attributes_read(die, abbrev, &c, learn);
    }
    die->next = (ULong)(c.at - info->bytes);
    return !c.bad;
}

/* Types are asked for again and again, so the last entries are kept: each in the place
 * that its offset gives. */
#define KEPT_ENTRIES 4096
static struct die kept[KEPT_ENTRIES];

Bool lp_die_read(const struct unit *unit, ULong offset, struct die *die)
{
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

/* Reads the unit's header, at its start. False: it is broken, or of a kind that the
 * tool does not read. The unit's end is set in any case. */
static Bool header_read(struct unit *unit, ULong *abbrev_offset)
{
    const struct section *info = &unit->debug->sections.info;
    struct cursor c = cursor_at(info, unit->start);
    ULong length = fixed(&c, 4);
    UInt kind = DW_UT_compile;

    if (length == WIDE_UNIT) {
        unit->wide = True;
        length = fixed(&c, 8);
    }
    unit->end = (ULong)(c.at - info->bytes) + length;
    unit->version = (UInt)fixed(&c, 2);
    if (unit->version >= 5) {
        kind = (UInt)fixed(&c, 1);
        unit->address_size = (UInt)fixed(&c, 1);
        *abbrev_offset = fixed(&c, lp_offset_size(unit));
    } else {
        *abbrev_offset = fixed(&c, lp_offset_size(unit));
        unit->address_size = (UInt)fixed(&c, 1);
    }
    unit->first_die = (ULong)(c.at - info->bytes);
    unit->str_offsets_base = unit->addr_base = FIRST_INDEXED(unit->wide);
    if (c.bad || length > info->size || unit->end > info->size) {
        unit->end = info->size; /* nothing behind it can be read either */
        return False;
    }
    return unit->version >= 2 && unit->version <= 5 && kind == DW_UT_compile;
}

/* Reads the unit at `offset`. NULL: it is not read (see header_read), or its first
 * entry is broken. The offset of the next unit in *next. */
static struct unit *unit_read(const struct debug *debug, ULong offset, ULong *next)
{
    struct unit *unit = VG_(calloc)("lastptr.dwarf.unit", 1, sizeof *unit);
    ULong abbrev_offset;
    Bool known;
    struct die die;

    unit->debug = debug;
    unit->start = offset;
    known = header_read(unit, &abbrev_offset);
    *next = unit->end;
    if (!known)
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
    ULong count = 1;
    UInt depth;

    /* An array of itself, which no compiler writes, has no size. */
    for (depth = 0; depth < 32 && lp_type_strip(debug, type, &die); depth++) {
        if (die.tag == DW_TAG_pointer_type)
            return count * 8;
        if (die.tag != DW_TAG_array_type)
            return count * die.byte_size;
        count *= array_count(&die);
        type = die.type;
    }
    return 0;
}

/* An entry without a location has a bad cursor. */
static struct cursor location_of(const struct die *die)
{
    const struct section location = {die->location, die->location_size};

    return cursor_at(&location, 0);
}

Bool lp_location_address(const struct die *die, Addr *address)
{
    struct cursor c = location_of(die);
    UChar op = (UChar)fixed(&c, 1);

    if (op == DW_OP_addr)
        *address = fixed(&c, 8);
    else if (op == DW_OP_addrx)
        *address = lp_indexed_address(die->unit, leb(&c, False));
    else
        return False;
    return !c.bad && c.at == c.end;
}

Bool lp_location_frame(const struct die *die, UInt *base, Word *offset, Bool *deref)
{
    struct cursor c = location_of(die);

    *base = (UInt)fixed(&c, 1);
    if (*base != DW_OP_fbreg && (*base < DW_OP_breg0 || *base > DW_OP_breg31))
        return False;
    *offset = (Word)leb(&c, True);
    *deref = c.at < c.end && *c.at == DW_OP_deref;
    c.at += *deref;
    return !c.bad && c.at == c.end;
}
