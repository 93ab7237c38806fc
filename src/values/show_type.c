/* SPDX-License-Identifier: MIT
 *
 * show_type: the name of a type. */
#include "values/show.h"

#include <dwarf.h>

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
