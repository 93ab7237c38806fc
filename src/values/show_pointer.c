/* SPDX-License-Identifier: MIT
 *
 * show_pointer: where a pointer leads: to a variable, a block, a text or a function. */
#include "values/show_parts.h"

#include <dwarf.h>
#include <inttypes.h>
#include <string.h>

#include "base/path.h"
#include "diag/values.h"

static bool pointee(const struct ll_place_of *place, Dwarf_Die *type)
{
    Dwarf_Die plain, declared = place->type;
    return ll_type_plain(&declared, &plain) &&
           dwarf_tag(&plain) == DW_TAG_pointer_type && ll_type_of(&plain, type);
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

enum ll_pointer ll_show_pointer_kind(const struct ll_shower *shower,
                                     const struct ll_place_of *place, uint64_t *address)
{
    Dwarf_Die plain, declared = place->type;
    const unsigned char *bytes = ll_memory_at(shower->memory, place->address, 8);
    if (bytes == NULL || !ll_type_plain(&declared, &plain) ||
        dwarf_tag(&plain) != DW_TAG_pointer_type)
        return LL_POINTER_UNKNOWN;
    memcpy(address, bytes, sizeof *address);
    if (ll_show_unset(shower, place->address, bytes, 8) == LL_UNSET)
        return LL_POINTER_UNSET;
    if (*address == 0)
        return LL_POINTER_NULL;
    const struct ll_memory_block *block = ll_memory_block(shower->memory, *address);
    if (block != NULL && block->is_freed)
        return LL_POINTER_FREED;
    return ll_memory_room(shower->memory, *address) > 0 ? LL_POINTER_VALID
                                                        : LL_POINTER_UNKNOWN;
}

/* Whether the values are shown at a line of that file. */
static bool is_file_here(const struct ll_shower *shower, const char *file)
{
    const char *here;
    unsigned line;
    return shower->here >= shower->scope_count ||
           !ll_program_line(shower->program,
                            shower->scopes[shower->here].frame->address, &here,
                            &line) ||
           strcmp(ll_path_base(here), ll_path_base(file)) == 0;
}

/* Append `words` and the line of the reader's innermost call, with its file where that
 * is another one. Frames of libraries have no debug information. */
static bool show_line(const struct ll_shower *shower, const uint64_t *calls,
                      const char *words, struct ll_buf *out)
{
    const char *file;
    unsigned line;
    for (size_t i = 0; calls[i] != 0; i++)
        if (ll_program_line(shower->program, calls[i], &file, &line) &&
            !ll_path_is_systems(file))
            return ll_buf_addf(out, "%s line %u", words, line) &&
                   (is_file_here(shower, file) ||
                    ll_buf_addf(out, " of %s", ll_path_base(file)));
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

/* Whether the line where the value is told sees a variable of the scope: its own, or
 * one of the whole file. */
static bool is_seen(const struct ll_shower *shower, size_t scope, bool of_file)
{
    return scope == shower->here ||
           (of_file && shower->here < shower->scope_count &&
            ll_scope_same_file(&shower->scopes[scope], &shower->scopes[shower->here]));
}

/* "&n", "&n[3]", "`n` of main"; "`n`" for a variable of another file. */
static bool show_variable(const struct ll_shower *shower, uint64_t address,
                          struct ll_buf *out)
{
    for (size_t i = 0; i < shower->scope_count; i++) {
        struct ll_place_of place;
        struct ll_place_of element;
        Dwarf_Die plain;
        const char *name;
        const struct ll_scope *scope = &shower->scopes[i];
        bool of_file = false;
        if (!ll_scope_who(scope, address, &place, &name, &of_file))
            continue;
        bool seen = is_seen(shower, i, of_file);
        uint64_t offset = address - place.address;
        if (ll_type_plain(&place.type, &plain) &&
            dwarf_tag(&plain) == DW_TAG_array_type &&
            ll_scope_element(&place, &element)) {
            uint64_t size = ll_place_size(scope, &element);
            if (offset == 0)
                ll_buf_addf(out, seen ? "%s" : "`%s`", name);
            else if (size > 0 && offset % size == 0)
                ll_buf_addf(out, seen ? "&%s[%" PRIu64 "]" : "`%s[%" PRIu64 "]`", name,
                            offset / size);
            else
                return false;
        } else if (offset != 0) {
            ll_buf_addf(out, "a part of `%s`", name);
        } else {
            ll_buf_addf(out, seen ? "&%s" : "`%s`", name);
        }
        if (!seen && !of_file)
            ll_buf_addf(out, " of %s", dwarf_diename((Dwarf_Die *)&scope->function));
        return true;
    }
    return false;
}

bool ll_show_pointer(const struct ll_shower *shower, const struct ll_place_of *place,
                     struct ll_buf *out)
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
    if (kind == LL_POINTER_VALID && typed && ll_show_is_character(&type) &&
        ll_show_text(shower, address, object_room(shower, address), out) &&
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
