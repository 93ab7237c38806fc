/* SPDX-License-Identifier: MIT */
#include "values/show.h"

#include <dwarf.h>
#include <string.h>

#include "base/text.h"
#include "diag/values.h"
#include "values/show_parts.h"

enum { ELEMENTS_MOST = 8, MEMBERS_MOST = 6, DEPTH_MOST = 2 };

static bool show(const struct ll_shower *shower, const struct ll_place_of *place,
                 int depth, struct ll_buf *out);

static bool is_all_unset(const struct ll_shower *shower, uint64_t address,
                         const unsigned char *bytes, size_t size)
{
    return ll_show_unset(shower, address, bytes, size) == LL_UNSET &&
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
    if (element.inside == 0 && ll_show_is_character(&element.type))
        return ll_show_text(shower, place->address, (size_t)count, out);
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
        return ll_show_pointer(shower, place, out);
    if (place->bits > 0)
        return ll_show_bits(shower, place, &type, out);
    size_t size = ll_type_size(NULL, &type);
    const unsigned char *bytes = ll_memory_at(shower->memory, place->address, size);
    if (bytes == NULL || size == 0)
        return false;
    switch (ll_show_unset(shower, place->address, bytes, size)) {
    case LL_UNSET:
        return ll_buf_puts(out, LL_VALUE_UNSET);
    case LL_DOUBTFUL:
        return false;
    case LL_SET:
        break;
    }
    if (tag == DW_TAG_enumeration_type)
        return size <= 8 &&
               ll_show_enumerator(&type, ll_show_widen(bytes, size, true), out);
    return tag == DW_TAG_base_type && ll_show_base(&type, bytes, size, out);
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
