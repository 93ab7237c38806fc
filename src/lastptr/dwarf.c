/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * dwarf: entries of debug information. See dwarf.h for the idea.
 */
#include "cursor.h"

enum {
    AT_LOCATION = 0x02,
    AT_NAME = 0x03,
    AT_BYTE_SIZE = 0x0b,
    AT_LOW_PC = 0x11,
    AT_HIGH_PC = 0x12,
    AT_PRODUCER = 0x25,
    AT_UPPER_BOUND = 0x2f,
    AT_ABSTRACT_ORIGIN = 0x31,
    AT_COUNT = 0x37,
    AT_MEMBER_OFFSET = 0x38,
    AT_DECL_LINE = 0x3b,
    AT_ENCODING = 0x3e,
    AT_FRAME_BASE = 0x40,
    AT_SPECIFICATION = 0x47,
    AT_TYPE = 0x49,
    AT_STR_OFFSETS_BASE = 0x72,
    AT_ADDR_BASE = 0x73,
};

enum { OP_ADDR = 0x03, OP_DEREF = 0x06, OP_FBREG = 0x91, OP_ADDRX = 0xa1 };

struct abbrev {
    ULong code;
    UInt tag;
    Bool has_children;
    const UChar *attributes; /* pairs of (attribute, form) */
};

/* --- abbreviations: the shapes of entries --- */

static void read_abbrevs(struct unit *unit, ULong offset)
{
    struct cursor c = cursor_at(&unit->debug->abbrev, offset);
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

            if (form == 0x21) /* the constant stands here */
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

/* --- attributes --- */

struct value {
    ULong number;
    const HChar *string;
    const UChar *block; /* with `number` bytes */
    Bool is_offset;     /* of a list in another section */
    Bool is_address;
    Bool is_entry; /* a reference to another entry */
};

static const HChar *indexed_text(const struct unit *unit, ULong index)
{
    UInt size = unit->wide ? 8 : 4;

    return text_at(&unit->debug->str,
                   number_at(&unit->debug->str_offsets,
                             unit->str_offsets_base + index * size, size));
}

static void value_block(struct cursor *c, ULong size, struct value *value)
{
    value->number = size;
    value->block = skip(c, size);
}

static void value_text(const struct section *section, ULong offset, struct value *value)
{
    value->string = text_at(section, offset);
}

static void value_entry(ULong offset, struct value *value)
{
    value->is_entry = True;
    value->number = offset;
}

static void value_address(const struct unit *unit, ULong index, struct value *value)
{
    value->is_address = True;
    value->number = number_at(&unit->debug->addr, unit->addr_base + index * 8, 8);
}

static void value_read(const struct unit *unit, struct cursor *c, ULong form,
                       Long constant, struct value *value)
{
    static const UChar index_sizes[] = {1, 2, 3, 4};
    UInt word = unit->wide ? 8 : 4;

    VG_(memset)(value, 0, sizeof *value);
    switch (form) {
    case 0x01: /* address */
        value->is_address = True;
        value->number = fixed(c, unit->address_size);
        break;
    case 0x0a: /* blocks of 1-, 2-, 4-byte and variable length */
        value_block(c, fixed(c, 1), value);
        break;
    case 0x03:
        value_block(c, fixed(c, 2), value);
        break;
    case 0x04:
        value_block(c, fixed(c, 4), value);
        break;
    case 0x09:
    case 0x18:
        value_block(c, leb(c, False), value);
        break;
    case 0x1e: /* 16 bytes */
        value_block(c, 16, value);
        break;
    case 0x0b: /* numbers, flags */
    case 0x0c:
        value->number = fixed(c, 1);
        break;
    case 0x05:
        value->number = fixed(c, 2);
        break;
    case 0x06:
        value->number = fixed(c, 4);
        break;
    case 0x07:
    case 0x20:
    case 0x24:
        value->number = fixed(c, 8);
        break;
    case 0x0d:
        value->number = leb(c, True);
        break;
    case 0x0f:
        value->number = leb(c, False);
        break;
    case 0x19:
        value->number = 1;
        break;
    case 0x21:
        value->number = (ULong)constant;
        break;
    case 0x11: /* references within the unit */
        value_entry(unit->start + fixed(c, 1), value);
        break;
    case 0x12:
        value_entry(unit->start + fixed(c, 2), value);
        break;
    case 0x13:
        value_entry(unit->start + fixed(c, 4), value);
        break;
    case 0x14:
        value_entry(unit->start + fixed(c, 8), value);
        break;
    case 0x15:
        value_entry(unit->start + leb(c, False), value);
        break;
    case 0x10: /* reference to any unit */
        value_entry(fixed(c, unit->version == 2 ? unit->address_size : word), value);
        break;
    case 0x17: /* offsets of lists */
        value->is_offset = True;
        value->number = fixed(c, word);
        break;
    case 0x22:
    case 0x23:
        value->is_offset = True;
        value->number = leb(c, False);
        break;
    case 0x08: /* text */
        value->string = text(c);
        break;
    case 0x0e:
        value_text(&unit->debug->str, fixed(c, word), value);
        break;
    case 0x1f:
        value_text(&unit->debug->line_str, fixed(c, word), value);
        break;
    case 0x1a:
        value->string = indexed_text(unit, leb(c, False));
        break;
    case 0x25:
    case 0x26:
    case 0x27:
    case 0x28:
        value->string = indexed_text(unit, fixed(c, index_sizes[form - 0x25]));
        break;
    case 0x1b: /* indexed addresses */
        value_address(unit, leb(c, False), value);
        break;
    case 0x29:
    case 0x2a:
    case 0x2b:
    case 0x2c:
        value_address(unit, fixed(c, index_sizes[form - 0x29]), value);
        break;
    case 0x1c: /* into a supplementary file, which is not read */
        fixed(c, 4);
        break;
    case 0x1d:
    case 0x1f20:
    case 0x1f21:
        fixed(c, word);
        break;
    default:
        c->bad = True;
        break;
    }
}

static void attribute_keep(struct die *die, ULong attribute, const struct value *value,
                           Bool *high_is_size)
{
    switch (attribute) {
    case AT_NAME:
        die->name = value->string;
        break;
    case AT_TYPE:
        die->type = value->number;
        break;
    case AT_ABSTRACT_ORIGIN:
    case AT_SPECIFICATION:
        die->origin = value->number;
        break;
    case AT_LOW_PC:
        die->low = value->number;
        break;
    case AT_HIGH_PC:
        die->high = value->number;
        *high_is_size = !value->is_address;
        break;
    case AT_BYTE_SIZE:
        die->byte_size = value->block ? 0 : value->number;
        break;
    case AT_MEMBER_OFFSET:
        die->member_offset = value->block || value->is_offset ? 0 : value->number;
        break;
    case AT_COUNT:
        die->count = value->block || value->is_entry ? 0 : value->number;
        break;
    case AT_UPPER_BOUND:
        die->count = value->block || value->is_entry ? 0 : value->number + 1;
        break;
    case AT_DECL_LINE:
        die->decl_line = (UInt)value->number;
        break;
    case AT_ENCODING:
        die->encoding = (UInt)value->number;
        break;
    case AT_LOCATION:
        die->location = value->block;
        die->location_size = value->block ? value->number : 0;
        die->location_varies = value->block == NULL;
        break;
    case AT_FRAME_BASE:
        die->frame_base = value->block;
        die->frame_base_size = value->block ? value->number : 0;
        break;
    case AT_PRODUCER:
        die->producer = value->string;
        break;
    default:
        break;
    }
}

static void unit_base(struct unit *unit, ULong attribute, const struct value *value)
{
    if (attribute == AT_STR_OFFSETS_BASE)
        unit->str_offsets_base = value->number;
    else if (attribute == AT_ADDR_BASE)
        unit->addr_base = value->number;
}

static Bool die_decode(const struct unit *unit, ULong offset, struct die *die,
                       struct unit *learn)
{
    struct cursor c = cursor_at(&unit->debug->info, offset), spec;
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
        spec = cursor_at(&unit->debug->abbrev,
                         (ULong)(abbrev->attributes - unit->debug->abbrev.bytes));
    }
    while (abbrev && !c.bad) {
        ULong attribute = leb(&spec, False);
        ULong form = leb(&spec, False);
        Long constant = form == 0x21 ? (Long)leb(&spec, True) : 0;
        struct value value;

        if (!attribute && !form)
            break;
        if (form == 0x16)
            form = leb(&c, False);
        value_read(unit, &c, form, constant, &value);
        attribute_keep(die, attribute, &value, &high_is_size);
        if (learn)
            unit_base(learn, attribute, &value);
    }
    if (high_is_size)
        die->high += die->low;
    die->next = (ULong)(c.at - unit->debug->info.bytes);
    return !c.bad;
}

Bool lp_die_read(const struct unit *unit, ULong offset, struct die *die)
{
    return die_decode(unit, offset, die, NULL);
}

/* --- units --- */

/* The producer names all options that were given; of several -O the last one counts. */
static Bool is_optimised(const HChar *producer)
{
    Bool optimised = False;

    while (producer && (producer = VG_(strstr)(producer, " -O"))) {
        producer += 3;
        optimised = producer[0] != '0';
    }
    return optimised;
}

/* Reads a unit's header at `offset`; NULL if it is not one that is understood. */
static struct unit *unit_read(const struct debug *debug, ULong offset, ULong *next)
{
    struct cursor c = cursor_at(&debug->info, offset);
    struct unit *unit = VG_(calloc)("lastptr.dwarf.unit", 1, sizeof *unit);
    ULong length = fixed(&c, 4), abbrev_offset;
    UInt kind = 1;
    struct die die;

    unit->debug = debug;
    unit->start = offset;
    if (length == 0xffffffff) {
        unit->wide = True;
        length = fixed(&c, 8);
    }
    unit->end = (ULong)(c.at - debug->info.bytes) + length;
    *next = unit->end;
    unit->version = (UInt)fixed(&c, 2);
    if (unit->version >= 5) {
        kind = (UInt)fixed(&c, 1);
        unit->address_size = (UInt)fixed(&c, 1);
        abbrev_offset = fixed(&c, unit->wide ? 8 : 4);
    } else {
        abbrev_offset = fixed(&c, unit->wide ? 8 : 4);
        unit->address_size = (UInt)fixed(&c, 1);
    }
    unit->first_die = (ULong)(c.at - debug->info.bytes);
    unit->str_offsets_base = unit->addr_base = unit->wide ? 16 : 8;
    if (c.bad || length > debug->info.size || unit->end > debug->info.size) {
        *next = debug->info.size;
        goto bad;
    }
    if (unit->version < 2 || unit->version > 5 || kind != 1)
        goto bad;
    read_abbrevs(unit, abbrev_offset);
    die_decode(unit, unit->first_die, &die, unit); /* learns the bases */
    if (!lp_die_read(unit, unit->first_die, &die))
        goto bad;
    unit->name = die.name;
    unit->optimised = is_optimised(die.producer);
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
    if (!lp_sections_read(debug, fd)) {
        VG_(close)(fd);
        return NULL;
    }
    VG_(close)(fd);
    end = &debug->units;
    while (offset < debug->info.size) {
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
        if (die->tag != TAG_TYPEDEF && die->tag != TAG_CONST &&
            die->tag != TAG_VOLATILE && die->tag != TAG_RESTRICT &&
            die->tag != TAG_ATOMIC)
            return True;
    }
    return False;
}

static ULong array_count(const struct die *array)
{
    struct die range;
    ULong offset = array->next, count = 1;

    while (lp_die_read(array->unit, offset, &range) && range.tag == TAG_SUBRANGE) {
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
    if (die.tag == TAG_POINTER)
        return 8;
    if (die.tag == TAG_ARRAY)
        return array_count(&die) * lp_type_size(debug, die.type);
    return die.byte_size;
}

Bool lp_location_address(const struct die *die, Addr *address)
{
    struct cursor c = {die->location, die->location + die->location_size, False};
    UChar op = (UChar)fixed(&c, 1);

    if (op == OP_ADDR)
        *address = fixed(&c, 8);
    else if (op == OP_ADDRX)
        *address = number_at(&die->unit->debug->addr,
                             die->unit->addr_base + leb(&c, False) * 8, 8);
    else
        return False;
    return !c.bad && c.at == c.end;
}

Bool lp_location_frame(const struct die *die, Word *offset, Bool *deref)
{
    struct cursor c = {die->location, die->location + die->location_size, False};

    if (fixed(&c, 1) != OP_FBREG)
        return False;
    *offset = (Word)leb(&c, True);
    *deref = c.at < c.end && *c.at == OP_DEREF;
    c.at += *deref;
    return !c.bad && c.at == c.end;
}
