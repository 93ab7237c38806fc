/* SPDX-License-Identifier: MIT
 *
 * show_number: numbers, characters, enumerators and bit fields; and whether bytes were
 * ever set. */
#include "values/show_parts.h"

#include <dwarf.h>
#include <string.h>

#include "diag/values.h"

enum ll_unset ll_show_unset(const struct ll_shower *shower, uint64_t address,
                            const unsigned char *bytes, size_t size)
{
    if (size == 0)
        return LL_SET;
    if (shower->memory->unset_count > 0)
        return ll_memory_unset(shower->memory, address, size) > 0 ? LL_UNSET : LL_SET;
    for (size_t i = 0; i < LL_FILLS; i++) {
        size_t same = 0;
        while (same < size && bytes[same] == ll_fills[i])
            same++;
        if (same == size)
            return size >= 4 ? LL_UNSET : LL_DOUBTFUL;
    }
    return LL_SET;
}

/* ---- numbers ------------------------------------------------------------------- */

bool ll_show_attribute(Dwarf_Die *die, unsigned name, Dwarf_Word *number)
{
    Dwarf_Attribute attribute;
    return dwarf_attr_integrate(die, name, &attribute) != NULL &&
           dwarf_formudata(&attribute, number) == 0;
}

long long ll_show_widen(const unsigned char *bytes, size_t size, bool is_signed)
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

bool ll_show_base(Dwarf_Die *type, const unsigned char *bytes, size_t size,
                  struct ll_buf *out)
{
    Dwarf_Word encoding;
    if (!ll_show_attribute(type, DW_AT_encoding, &encoding))
        return false;
    switch (encoding) {
    case DW_ATE_boolean:
        return bytes[0] <= 1 && ll_buf_puts(out, bytes[0] != 0 ? "true" : "false");
    case DW_ATE_signed_char:
    case DW_ATE_unsigned_char:
        show_character(ll_show_widen(bytes, size, encoding == DW_ATE_signed_char), out);
        return true;
    case DW_ATE_signed:
        return size <= 8 && ll_buf_addf(out, "%lld", ll_show_widen(bytes, size, true));
    case DW_ATE_unsigned:
        return size <= 8 &&
               ll_buf_addf(out, "%llu",
                           (unsigned long long)ll_show_widen(bytes, size, false));
    case DW_ATE_float:
        return show_float(bytes, size, out);
    default:
        return false;
    }
}

bool ll_show_enumerator(Dwarf_Die *type, long long number, struct ll_buf *out)
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
    for (size_t i = 0; i < LL_FILLS && shower->memory->unset_count == 0; i++)
        if (word == bits_of(place, bytes, ll_fills[i]))
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
        (!is_enum && !ll_show_attribute(&type, DW_AT_encoding, &encoding)) ||
        encoding == DW_ATE_float)
        return false;
    if (place->bits > 0)
        return read_bits(shower, place,
                         encoding == DW_ATE_signed || encoding == DW_ATE_signed_char,
                         number);
    const unsigned char *bytes = ll_memory_at(shower->memory, place->address, size);
    if (bytes == NULL || ll_show_unset(shower, place->address, bytes, size) == LL_UNSET)
        return false;
    *number = ll_show_widen(
        bytes, size, encoding == DW_ATE_signed || encoding == DW_ATE_signed_char);
    return true;
}

bool ll_show_bits(const struct ll_shower *shower, const struct ll_place_of *place,
                  Dwarf_Die *type, struct ll_buf *out)
{
    long long number;
    Dwarf_Word encoding = DW_ATE_signed;
    if (!ll_show_integer(shower, place, &number))
        return false;
    if (dwarf_tag(type) == DW_TAG_enumeration_type)
        return ll_show_enumerator(type, number, out);
    ll_show_attribute(type, DW_AT_encoding, &encoding);
    if (encoding == DW_ATE_boolean)
        return ll_buf_puts(out, number != 0 ? "true" : "false");
    return ll_buf_addf(out, "%lld", number);
}
