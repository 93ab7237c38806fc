/* SPDX-License-Identifier: MIT
 *
 * show_text: texts, "Hello". */
#include "values/show_parts.h"

#include <ctype.h>
#include <dwarf.h>
#include <string.h>

#include "diag/values.h"

enum { TEXT_MOST = 40 };

bool ll_show_is_character(Dwarf_Die *type)
{
    Dwarf_Die plain;
    Dwarf_Word encoding;
    return ll_type_plain(type, &plain) && dwarf_tag(&plain) == DW_TAG_base_type &&
           ll_show_attribute(&plain, DW_AT_encoding, &encoding) &&
           (encoding == DW_ATE_signed_char || encoding == DW_ATE_unsigned_char);
}

/* The text up to its first byte that was never set, at most `length` bytes. A single
 * byte that has a pattern can be told from a character, because it would be no UTF-8
 * there. */
static size_t set_bytes(const struct ll_shower *shower, uint64_t address,
                        const unsigned char *bytes, size_t length)
{
    size_t set = 0;
    while (set < length &&
           (ll_show_unset(shower, address + set, bytes + set, 1) == LL_SET ||
            (shower->memory->unset_count == 0 && set > 0 && bytes[set - 1] >= 0x80 &&
             bytes[set - 1] < 0xf8 && bytes[set] < 0xc0)))
        set++;
    return set;
}

/* The first '\0' that is none by chance; NULL: the text has no end. */
static const unsigned char *text_end(const struct ll_shower *shower, uint64_t address,
                                     const unsigned char *bytes, size_t room)
{
    const unsigned char *end = memchr(bytes, '\0', room);
    while (end != NULL &&
           ll_show_unset(shower, address + (size_t)(end - bytes), end, 1) == LL_UNSET)
        end = memchr(end + 1, '\0', room - (size_t)(end + 1 - bytes));
    return end;
}

bool ll_show_text(const struct ll_shower *shower, uint64_t address, size_t room,
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
    ll_buf_literal(out, bytes, set);
    if (set < most)
        ll_buf_addf(out, "%s, the rest " LL_VALUE_UNSET,
                    end == NULL ? " without '\\0'" : "");
    else if (most < length)
        ll_buf_puts(out, "...");
    else if (end == NULL)
        ll_buf_puts(out, " without '\\0' at its end");
    return true;
}
