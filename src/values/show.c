/* SPDX-License-Identifier: MIT */
#include "values/show.h"

#include <ctype.h>
#include <dwarf.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "diag/values.h"

enum { TEXT_MOST = 40, ELEMENTS_MOST = 8, MEMBERS_MOST = 6, DEPTH_MOST = 2 };

/* What compilers and AddressSanitizer write into memory that was never set:
 * -ftrivial-auto-var-init=pattern of gcc and clang, and max_malloc_fill_size. */
static const unsigned char patterns[] = {0xfe, 0xaa, 0xbe};

/* Whether the bytes were never set. A value of one or two bytes may equal a pattern by
 * chance: of these it is not known. */
enum unset { SET, UNSET, DOUBTFUL };

static enum unset is_unset(const struct ll_shower *shower, uint64_t address,
                           const unsigned char *bytes, size_t size)
{
    if (size == 0)
        return SET;
    if (shower->memory->unset_count > 0)
        return ll_memory_unset(shower->memory, address, size) > 0 ? UNSET : SET;
    for (size_t i = 0; i < sizeof patterns; i++) {
        size_t same = 0;
        while (same < size && bytes[same] == patterns[i])
            same++;
        if (same == size)
            return size >= 4 ? UNSET : DOUBTFUL;
    }
    return SET;
}

static bool show(const struct ll_shower *shower, const struct ll_place_of *place,
                 int depth, struct ll_buf *out);

/* ---- numbers ------------------------------------------------------------------- */

static bool attribute_number(Dwarf_Die *die, unsigned name, Dwarf_Word *number)
{
    Dwarf_Attribute attribute;
    return dwarf_attr_integrate(die, name, &attribute) != NULL &&
           dwarf_formudata(&attribute, number) == 0;
}

static long long widen(const unsigned char *bytes, size_t size, bool is_signed)
{
    uint64_t word = 0;
    memcpy(&word, bytes,
           size > sizeof word ? sizeof word : size); /* little end first */
    if (is_signed && size < sizeof word && (word >> (8 * size - 1) & 1) != 0)
        word |= UINT64_MAX << (8 * size);
    return (long long)word;
}

static void show_character(long long code, struct ll_buf *out)
{
    static const char letters[] = "0abtnvfr";
    static const char codes[] = "\0\a\b\t\n\v\f\r";
    const char *known = memchr(codes, (int)code, sizeof codes - 1);
    if (code >= 0 && code < 128 && known != NULL)
        ll_buf_addf(out, "'\\%c'", letters[known - codes]);
    else if (code == '\'' || code == '\\')
        ll_buf_addf(out, "'\\%c'", (int)code);
    else if (code >= 32 && code < 127)
        ll_buf_addf(out, "'%c'", (int)code);
    else
        ll_buf_addf(out, "%lld", code);
}

static bool show_float(const unsigned char *bytes, size_t size, struct ll_buf *out)
{
    float single;
    double number;
    long double extended;
    if (size == sizeof single) {
        memcpy(&single, bytes, size);
        return ll_buf_addf(out, "%g", (double)single);
    }
    if (size == sizeof number) {
        memcpy(&number, bytes, size);
        return ll_buf_addf(out, "%g", number);
    }
    if (size != sizeof extended)
        return false;
    memcpy(&extended, bytes, size);
    return ll_buf_addf(out, "%Lg", extended);
}

static bool show_base(Dwarf_Die *type, const unsigned char *bytes, size_t size,
                      struct ll_buf *out)
{
    Dwarf_Word encoding;
    if (!attribute_number(type, DW_AT_encoding, &encoding))
        return false;
    switch (encoding) {
    case DW_ATE_boolean:
        return bytes[0] <= 1 && ll_buf_puts(out, bytes[0] != 0 ? "true" : "false");
    case DW_ATE_signed_char:
    case DW_ATE_unsigned_char:
        show_character(widen(bytes, size, encoding == DW_ATE_signed_char), out);
        return true;
    case DW_ATE_signed:
        return size <= 8 && ll_buf_addf(out, "%lld", widen(bytes, size, true));
    case DW_ATE_unsigned:
        return size <= 8 &&
               ll_buf_addf(out, "%llu", (unsigned long long)widen(bytes, size, false));
    case DW_ATE_float:
        return show_float(bytes, size, out);
    default:
        return false;
    }
}

static bool show_enumerator(Dwarf_Die *type, long long number, struct ll_buf *out)
{
    Dwarf_Die child;
    Dwarf_Attribute attribute;
    Dwarf_Sword value;
    if (dwarf_child(type, &child) == 0)
        do {
            if (dwarf_attr(&child, DW_AT_const_value, &attribute) != NULL &&
                dwarf_formsdata(&attribute, &value) == 0 && value == number)
                return ll_buf_addf(out, "%s (%lld)", dwarf_diename(&child), number);
        } while (dwarf_siblingof(&child, &child) == 0);
    return ll_buf_addf(out, "%lld", number);
}

/* The bits of a bit field, as a number; `pattern` repeated in place of each byte,
 * unless it is 0. */
static uint64_t bits_of(const struct ll_place_of *place, const unsigned char *bytes,
                        unsigned char pattern)
{
    uint64_t word = 0;
    for (size_t i = 0; i < (place->bit + place->bits + 7) / 8; i++)
        word |= (uint64_t)(pattern != 0 ? pattern : bytes[i]) << (8 * i);
    return (word >> place->bit) & (((uint64_t)1 << place->bits) - 1);
}

/* Read a bit field. False: it is none, or it may never have been set: a few bits equal
 * those of a pattern by chance, and then the bits next to them decide. */
static bool read_bits(const struct ll_shower *shower, const struct ll_place_of *place,
                      bool is_signed, long long *number)
{
    size_t size = (place->bit + place->bits + 7) / 8;
    const unsigned char *bytes = ll_memory_at(shower->memory, place->address, size);
    if (place->bits == 0 || bytes == NULL)
        return false;
    uint64_t word = bits_of(place, bytes, 0);
    for (size_t i = 0; i < sizeof patterns && shower->memory->unset_count == 0; i++)
        if (word == bits_of(place, bytes, patterns[i]))
            return false;
    if (shower->memory->unset_count > 0 &&
        ll_memory_unset(shower->memory, place->address, size) > 0)
        return false;
    if (is_signed && (word >> (place->bits - 1) & 1) != 0)
        word |= UINT64_MAX << place->bits;
    *number = (long long)word;
    return true;
}

bool ll_show_integer(const struct ll_shower *shower, const struct ll_place_of *place,
                     long long *number)
{
    Dwarf_Die type, declared = place->type;
    Dwarf_Word encoding = DW_ATE_signed;
    if (!ll_type_plain(&declared, &type))
        return false;
    size_t size = ll_type_size(NULL, &type);
    bool is_enum = dwarf_tag(&type) == DW_TAG_enumeration_type;
    if ((!is_enum && dwarf_tag(&type) != DW_TAG_base_type) || size == 0 || size > 8 ||
        (!is_enum && !attribute_number(&type, DW_AT_encoding, &encoding)) ||
        encoding == DW_ATE_float)
        return false;
    if (place->bits > 0)
        return read_bits(shower, place,
                         encoding == DW_ATE_signed || encoding == DW_ATE_signed_char,
                         number);
    const unsigned char *bytes = ll_memory_at(shower->memory, place->address, size);
    if (bytes == NULL || is_unset(shower, place->address, bytes, size) == UNSET)
        return false;
    *number =
        widen(bytes, size, encoding == DW_ATE_signed || encoding == DW_ATE_signed_char);
    return true;
}

/* ---- texts --------------------------------------------------------------------- */

static bool is_character(Dwarf_Die *type)
{
    Dwarf_Die plain;
    Dwarf_Word encoding;
    return ll_type_plain(type, &plain) && dwarf_tag(&plain) == DW_TAG_base_type &&
           attribute_number(&plain, DW_AT_encoding, &encoding) &&
           (encoding == DW_ATE_signed_char || encoding == DW_ATE_unsigned_char);
}

/* How many bytes from `address` on belong to the object there. */
static size_t object_room(const struct ll_shower *shower, uint64_t address)
{
    const struct ll_memory_block *block = ll_memory_block(shower->memory, address);
    size_t room = ll_memory_room(shower->memory, address);
    if (block != NULL && block->start + block->size - address < room)
        room = (size_t)(block->start + block->size - address);
    return room;
}

/* The text up to its first byte that was never set, at most `length` bytes. A single
 * byte that has a pattern can be told from a character, because it would be no UTF-8
 * there. */
static size_t set_bytes(const struct ll_shower *shower, uint64_t address,
                        const unsigned char *bytes, size_t length)
{
    size_t set = 0;
    while (set < length &&
           (is_unset(shower, address + set, bytes + set, 1) == SET ||
            (shower->memory->unset_count == 0 && set > 0 && bytes[set - 1] >= 0x80 &&
             bytes[set - 1] < 0xf8 && bytes[set] < 0xc0)))
        set++;
    return set;
}

static void show_quoted(const unsigned char *bytes, size_t count, struct ll_buf *out)
{
    ll_buf_putc(out, '"');
    for (size_t i = 0; i < count; i++) {
        const char *escaped = bytes[i] == '\n'   ? "\\n"
                              : bytes[i] == '\t' ? "\\t"
                              : bytes[i] == '\r' ? "\\r"
                              : bytes[i] == '"'  ? "\\\""
                              : bytes[i] == '\\' ? "\\\\"
                                                 : NULL;
        if (escaped != NULL)
            ll_buf_puts(out, escaped);
        else
            ll_buf_putc(out, (char)bytes[i]);
    }
    ll_buf_putc(out, '"');
}

/* The first '\0' that is none by chance; NULL: the text has no end. */
static const unsigned char *text_end(const struct ll_shower *shower, uint64_t address,
                                     const unsigned char *bytes, size_t room)
{
    const unsigned char *end = memchr(bytes, '\0', room);
    while (end != NULL &&
           is_unset(shower, address + (size_t)(end - bytes), end, 1) == UNSET)
        end = memchr(end + 1, '\0', room - (size_t)(end + 1 - bytes));
    return end;
}

/* Characters up to '\0' or to `room`, where the object ends. */
static bool show_text(const struct ll_shower *shower, uint64_t address, size_t room,
                      struct ll_buf *out)
{
    const unsigned char *bytes = ll_memory_at(shower->memory, address, room);
    if (bytes == NULL || room == 0)
        return false;
    const unsigned char *end = text_end(shower, address, bytes, room);
    size_t length = end == NULL ? room : (size_t)(end - bytes);
    size_t most = length > TEXT_MOST ? TEXT_MOST : length;
    while (most < length && most > TEXT_MOST - 4 && (bytes[most] & 0xc0) == 0x80)
        most--; /* a character is not cut */
    size_t set = set_bytes(shower, address, bytes, most);
    for (size_t i = 0; i < set; i++)
        if (bytes[i] < 128 && !isprint(bytes[i]) && strchr("\n\t\r", bytes[i]) == NULL)
            return false;
    if (set == 0 && most > 0)
        return ll_buf_puts(out, LL_VALUE_UNSET);
    show_quoted(bytes, set, out);
    if (set < most)
        ll_buf_addf(out, "%s, the rest " LL_VALUE_UNSET,
                    end == NULL ? " without '\\0'" : "");
    else if (most < length)
        ll_buf_puts(out, "...");
    else if (end == NULL)
        ll_buf_puts(out, " without '\\0' at its end");
    return true;
}

/* ---- pointers ------------------------------------------------------------------ */

static bool pointee(const struct ll_place_of *place, Dwarf_Die *type)
{
    Dwarf_Die plain, declared = place->type;
    return ll_type_plain(&declared, &plain) &&
           dwarf_tag(&plain) == DW_TAG_pointer_type && ll_type_of(&plain, type);
}

enum ll_pointer ll_show_pointer_kind(const struct ll_shower *shower,
                                     const struct ll_place_of *place, uint64_t *address)
{
    Dwarf_Die plain, declared = place->type;
    const unsigned char *bytes = ll_memory_at(shower->memory, place->address, 8);
    if (bytes == NULL || !ll_type_plain(&declared, &plain) ||
        dwarf_tag(&plain) != DW_TAG_pointer_type)
        return LL_POINTER_UNKNOWN;
    memcpy(address, bytes, sizeof *address);
    if (is_unset(shower, place->address, bytes, 8) == UNSET)
        return LL_POINTER_UNSET;
    if (*address == 0)
        return LL_POINTER_NULL;
    const struct ll_memory_block *block = ll_memory_block(shower->memory, *address);
    if (block != NULL && block->is_freed)
        return LL_POINTER_FREED;
    return ll_memory_room(shower->memory, *address) > 0 ? LL_POINTER_VALID
                                                        : LL_POINTER_UNKNOWN;
}

/* The line of the reader's innermost call, with its file where that is another than the
 * one shown. Frames of libraries have no debug information. */
static bool show_line(const struct ll_shower *shower, const uint64_t *calls,
                      const char *words, struct ll_buf *out)
{
    const char *file;
    unsigned line;
    for (size_t i = 0; calls[i] != 0; i++)
        if (ll_program_line(shower->program, calls[i], &file, &line) &&
            !ll_path_is_systems(file))
            return ll_buf_addf(out, "%s line %u", words, line);
    return false;
}

static bool show_block(const struct ll_shower *shower,
                       const struct ll_memory_block *block, uint64_t address,
                       uint64_t element, struct ll_buf *out)
{
    uint64_t offset = address - block->start;
    if (block->is_freed)
        return show_line(shower, block->freed, "memory freed at", out);
    if (offset == block->size)
        return show_line(shower, block->allocated, "right past the end of the block of",
                         out);
    if (offset == 0)
        return show_line(shower, block->allocated, "the block of", out);
    if (element > 0 && offset % element == 0)
        ll_buf_addf(out, "element %" PRIu64 " of ", offset / element);
    else
        ll_buf_addf(out, "byte %" PRIu64 " of ", offset);
    return show_line(shower, block->allocated, "the block of", out);
}

/* "&n", "&n[3]", "`n` of main". */
static bool show_variable(const struct ll_shower *shower, uint64_t address,
                          struct ll_buf *out)
{
    for (size_t i = 0; i < shower->scope_count; i++) {
        struct ll_place_of place;
        struct ll_place_of element;
        Dwarf_Die plain;
        const char *name;
        const struct ll_scope *scope = &shower->scopes[i];
        if (!ll_scope_who(scope, address, &place, &name))
            continue;
        uint64_t offset = address - place.address;
        if (ll_type_plain(&place.type, &plain) &&
            dwarf_tag(&plain) == DW_TAG_array_type &&
            ll_scope_element(&place, &element)) {
            uint64_t size = ll_place_size(scope, &element);
            if (offset == 0)
                ll_buf_addf(out, i == shower->here ? "%s" : "`%s`", name);
            else if (size > 0 && offset % size == 0)
                ll_buf_addf(
                    out, i == shower->here ? "&%s[%" PRIu64 "]" : "`%s[%" PRIu64 "]`",
                    name, offset / size);
            else
                return false;
        } else if (offset != 0) {
            ll_buf_addf(out, "a part of `%s`", name);
        } else {
            ll_buf_addf(out, i == shower->here ? "&%s" : "`%s`", name);
        }
        if (i != shower->here)
            ll_buf_addf(out, " of %s", dwarf_diename((Dwarf_Die *)&scope->function));
        return true;
    }
    return false;
}

static bool show_pointer(const struct ll_shower *shower,
                         const struct ll_place_of *place, struct ll_buf *out)
{
    Dwarf_Die type = {0}, plain;
    uint64_t address = 0;
    size_t before = out->len;
    enum ll_pointer kind = ll_show_pointer_kind(shower, place, &address);
    bool typed = pointee(place, &type);
    if (kind == LL_POINTER_NULL)
        return ll_buf_puts(out, "NULL");
    if (kind == LL_POINTER_UNSET)
        return ll_buf_puts(out, LL_VALUE_UNSET);
    if (ll_memory_at(shower->memory, place->address, 8) == NULL)
        return false;
    if (kind == LL_POINTER_VALID && typed && is_character(&type) &&
        show_text(shower, address, object_room(shower, address), out) &&
        strcmp(out->data + before, LL_VALUE_UNSET) != 0)
        return true; /* the text may be never set: the pointer is */
    out->len = before;
    const struct ll_memory_block *block = ll_memory_block(shower->memory, address);
    if (block != NULL &&
        show_block(shower, block, address, typed ? ll_type_size(NULL, &type) : 0, out))
        return true;
    if (typed && ll_type_plain(&type, &plain) &&
        dwarf_tag(&plain) == DW_TAG_subroutine_type) {
        const char *name =
            ll_program_function_at(shower->program, address - shower->memory->bias);
        return name != NULL && ll_buf_puts(out, name);
    }
    return show_variable(shower, address, out) ||
           (address < 4096 && ll_buf_puts(out, LL_VALUE_NO_ADDRESS));
}

/* ---- arrays and structs -------------------------------------------------------- */

static bool is_all_unset(const struct ll_shower *shower, uint64_t address,
                         const unsigned char *bytes, size_t size)
{
    return is_unset(shower, address, bytes, size) == UNSET &&
           (shower->memory->unset_count == 0 ||
            ll_memory_unset(shower->memory, address, size) == size);
}

static bool show_array(const struct ll_shower *shower, Dwarf_Die *array,
                       const struct ll_place_of *place, int depth, struct ll_buf *out)
{
    struct ll_place_of element;
    const struct ll_scope *scope = &shower->scopes[shower->here];
    long long count = ll_scope_elements(scope, array, place->inside);
    if (count <= 0 || !ll_scope_element(place, &element))
        return false;
    if (element.inside == 0 && is_character(&element.type))
        return show_text(shower, place->address, (size_t)count, out);
    size_t step = ll_place_size(scope, &element), size = ll_place_size(scope, place);
    const unsigned char *bytes = ll_memory_at(shower->memory, place->address, size);
    if (size == 0 || bytes == NULL)
        return false;
    if (is_all_unset(shower, place->address, bytes, size))
        return ll_buf_puts(out, LL_VALUE_UNSET);
    ll_buf_putc(out, '{');
    for (long long i = 0; i < count && i < ELEMENTS_MOST; i++) {
        element.address = place->address + (uint64_t)i * step;
        ll_buf_puts(out, i == 0 ? "" : ", ");
        if (!show(shower, &element, depth + 1, out))
            return false;
    }
    ll_buf_puts(out, count > ELEMENTS_MOST ? ", ...}" : "}");
    return true;
}

static bool show_struct(const struct ll_shower *shower, Dwarf_Die *type,
                        uint64_t address, int depth, struct ll_buf *out)
{
    Dwarf_Die child;
    int shown = 0;
    if (dwarf_child(type, &child) != 0)
        return false;
    ll_buf_putc(out, '{');
    do {
        struct ll_place_of member;
        const char *name = dwarf_diename(&child);
        if (dwarf_tag(&child) != DW_TAG_member || name == NULL)
            continue;
        if (shown == MEMBERS_MOST) {
            ll_buf_puts(out, ", ...");
            break;
        }
        if (ll_starts_with(name, "__") || /* the C library's own */
            !ll_member_place(&child, address, &member))
            continue;
        size_t before = out->len;
        ll_buf_addf(out, "%s%s = ", shown > 0 ? ", " : "", name);
        if (show(shower, &member, depth + 1, out))
            shown++;
        else
            out->len = before;
    } while (dwarf_siblingof(&child, &child) == 0);
    ll_buf_putc(out, '}');
    return shown > 0;
}

static bool show_bits(const struct ll_shower *shower, const struct ll_place_of *place,
                      Dwarf_Die *type, struct ll_buf *out)
{
    long long number;
    Dwarf_Word encoding = DW_ATE_signed;
    if (!ll_show_integer(shower, place, &number))
        return false;
    if (dwarf_tag(type) == DW_TAG_enumeration_type)
        return show_enumerator(type, number, out);
    attribute_number(type, DW_AT_encoding, &encoding);
    if (encoding == DW_ATE_boolean)
        return ll_buf_puts(out, number != 0 ? "true" : "false");
    return ll_buf_addf(out, "%lld", number);
}

static bool show(const struct ll_shower *shower, const struct ll_place_of *place,
                 int depth, struct ll_buf *out)
{
    Dwarf_Die type, declared = place->type;
    if (depth > DEPTH_MOST || !ll_type_plain(&declared, &type))
        return false;
    int tag = dwarf_tag(&type);
    if (tag == DW_TAG_array_type)
        return show_array(shower, &type, place, depth, out);
    if (tag == DW_TAG_structure_type || tag == DW_TAG_union_type)
        return show_struct(shower, &type, place->address, depth, out);
    if (tag == DW_TAG_pointer_type)
        return show_pointer(shower, place, out);
    if (place->bits > 0)
        return show_bits(shower, place, &type, out);
    size_t size = ll_type_size(NULL, &type);
    const unsigned char *bytes = ll_memory_at(shower->memory, place->address, size);
    if (bytes == NULL || size == 0)
        return false;
    switch (is_unset(shower, place->address, bytes, size)) {
    case UNSET:
        return ll_buf_puts(out, LL_VALUE_UNSET);
    case DOUBTFUL:
        return false;
    case SET:
        break;
    }
    if (tag == DW_TAG_enumeration_type)
        return size <= 8 && show_enumerator(&type, widen(bytes, size, true), out);
    return tag == DW_TAG_base_type && show_base(&type, bytes, size, out);
}

bool ll_show_value(const struct ll_shower *shower, const struct ll_place_of *place,
                   struct ll_buf *out)
{
    size_t before = out->len;
    if (show(shower, place, 0, out))
        return true;
    out->len = before;
    if (out->data != NULL)
        out->data[before] = '\0';
    return false;
}

/* ---- types --------------------------------------------------------------------- */

void ll_show_type(const struct ll_shower *shower, const struct ll_place_of *place,
                  struct ll_buf *out)
{
    Dwarf_Die inner, copy = place->type, *type = &copy;
    const char *name = dwarf_diename(type);
    bool has_inner = ll_type_of(type, &inner);
    switch (dwarf_tag(type)) {
    case DW_TAG_pointer_type:
        if (has_inner)
            ll_show_type(shower, &(struct ll_place_of){.type = inner}, out);
        else
            ll_buf_puts(out, "void");
        ll_buf_puts(out, out->data[out->len - 1] == '*' ? "*" : " *");
        return;
    case DW_TAG_array_type:
        if (has_inner)
            ll_show_type(shower, &(struct ll_place_of){.type = inner}, out);
        for (unsigned i = place->inside; i < ll_type_dimensions(type); i++) {
            long long count = ll_scope_elements(&shower->scopes[shower->here], type, i);
            if (count >= 0)
                ll_buf_addf(out, "[%lld]", count);
            else
                ll_buf_puts(out, "[]");
        }
        return;
    case DW_TAG_const_type:
        ll_buf_puts(out, "const ");
        if (has_inner)
            ll_show_type(shower, &(struct ll_place_of){.type = inner}, out);
        else
            ll_buf_puts(out, "void");
        return;
    case DW_TAG_structure_type:
        ll_buf_addf(out, "struct %s", name == NULL ? "" : name);
        return;
    case DW_TAG_union_type:
        ll_buf_addf(out, "union %s", name == NULL ? "" : name);
        return;
    case DW_TAG_enumeration_type:
        ll_buf_addf(out, "enum %s", name == NULL ? "" : name);
        return;
    default:
        if (name != NULL)
            ll_buf_puts(out, name);
        else if (has_inner)
            ll_show_type(shower, &(struct ll_place_of){.type = inner}, out);
        else
            ll_buf_puts(out, "function");
    }
}
