/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * names: the source's name for the place that held a pointer.
 *
 * A stack slot has the name of the function's variable at that place; a static address
 * has the name of a global variable. The type gives the path within a struct or an
 * array: `pair.first`, `names[3]`. These names never change, so they are looked up when
 * the report is written.
 *
 * A field of a heap block has no name of its own. fields.c finds the source's words for
 * it when the pointer is lost.
 */
#include "names.h"
#include "lines.h"
#include "stacks.h"

void lp_text_add(struct text *text, const HChar *format, ...)
{
    va_list args;

    va_start(args, format);
    VG_(vsnprintf)
    (text->at + text->length, (Int)(TEXT_MAX - text->length), format, args);
    va_end(args);
    text->length += (UInt)VG_(strlen)(text->at + text->length);
}

/* --- paths within a type --- */

/* The member of a struct or union that covers `offset`. */
static Bool member_at(const struct die *aggregate, ULong offset, struct die *member)
{
    const struct debug *debug = aggregate->unit->debug;
    ULong at = aggregate->next;
    UInt depth = 0;

    if (!aggregate->has_children)
        return False;
    while (lp_die_read(aggregate->unit, at, member)) {
        at = member->next;
        if (member->tag == 0 && depth-- == 0)
            return False;
        if (depth == 0 && member->tag == DW_TAG_member &&
            offset >= member->member_offset &&
            offset - member->member_offset < lp_type_size(debug, member->type))
            return True;
        if (member->has_children)
            depth++;
    }
    return False;
}

void lp_path_add(struct text *text, const struct debug *debug, ULong type, ULong offset,
                 struct die *last, struct die *owner)
{
    struct die die, member;
    ULong each;
    UInt steps;

    for (steps = 0; steps < 16 && lp_type_strip(debug, type, &die); steps++) {
        if (die.tag == DW_TAG_array_type) {
            each = lp_type_size(debug, die.type);
            if (!each)
                return;
            lp_text_add(text, "[%llu]", offset / each);
            offset %= each;
            type = die.type;
        } else if (die.tag == DW_TAG_structure_type || die.tag == DW_TAG_union_type) {
            if (!member_at(&die, offset, &member))
                return;
            if (member.name)
                lp_text_add(text, ".%s", member.name);
            offset -= member.member_offset;
            type = member.type;
            if (last) {
                *last = member;
                *owner = die;
            }
        } else {
            return;
        }
    }
}

/* --- names for the report --- */

static void write_place(struct text *text, Addr ip, UInt line)
{
    const HChar *file;
    UInt own_line;

    if (line && lp_source_line(ip, &file, NULL, &own_line))
        lp_text_add(text, " declared at %s:%u", VG_(basename)(file), line);
}

/* The declared name, if the source used other words for the place. */
static void write_name(struct text *text, const struct slot *slot, const HChar *name)
{
    if (slot->expression)
        lp_text_add(text, " \"%s\"", name);
}

static Bool covers(const struct variable *v, Word cfa_offset)
{
    return !v->by_reference && cfa_offset >= v->cfa_offset &&
           cfa_offset < v->cfa_offset + (Word)v->size;
}

/* The variable in that place of the frame. With stack protection, gcc gives one place
 * to several variables: those of different scopes, and those that are not used. Then
 * only the variable of a scope that is being executed is known. NULL: none is. */
static const struct variable *variable_at(const struct function *function, Addr linked,
                                          Word cfa_offset)
{
    const struct variable *found = NULL, *inner = NULL;
    UInt i, count = 0;

    for (i = 0; i < function->variable_count; i++) {
        const struct variable *v = &function->variables[i];

        if (!covers(v, cfa_offset))
            continue;
        found = v;
        count++;
        if (linked >= v->low && linked < v->high &&
            v->high - v->low < function->high - function->low)
            inner = v;
    }
    return count > 1 ? inner : found;
}

static void name_stack(const struct slot *slot, struct text *name,
                       struct text *declared)
{
    const struct function *function = lp_function_at(slot->frame_ip);
    const struct variable *v;

    if (!function)
        return;
    v = variable_at(function, slot->frame_ip - (Addr)function->object->bias,
                    slot->cfa_offset);
    if (!v) {
        if (slot->expression)
            lp_text_add(declared, "element of an array of variable length");
        return;
    }
    lp_text_add(name, "%s", v->name);
    lp_path_add(name, function->unit->debug, v->type,
                (ULong)(slot->cfa_offset - v->cfa_offset), NULL, NULL);
    lp_text_add(declared, v->is_parameter ? "parameter" : "local variable");
    write_name(declared, slot, v->name);
    write_place(declared, slot->frame_ip, v->decl_line);
}

static void name_static(const struct slot *slot, struct text *name,
                        struct text *declared)
{
    const struct object *object;
    const HChar *symbol;
    PtrdiffT offset;
    UInt i;

    for (object = lp_objects(); object; object = object->next) {
        Addr linked = slot->address - (Addr)object->bias;

        for (i = 0; i < object->global_count; i++) {
            const struct global *g = &object->globals[i];

            if (linked < g->address || linked >= g->address + g->size)
                continue;
            lp_text_add(name, "%s", g->name);
            lp_path_add(name, object->debug, g->type, linked - g->address, NULL, NULL);
            lp_text_add(declared, g->is_local ? "static variable" : "global variable");
            write_name(declared, slot, g->name);
            if (g->unit->name)
                lp_text_add(declared, " declared at %s:%u",
                            VG_(basename)(g->unit->name), g->decl_line);
            return;
        }
    }
    if (VG_(get_datasym_and_offset)(VG_(current_DiEpoch)(), slot->address, &symbol,
                                    &offset)) {
        lp_text_add(name, "%s", symbol);
        lp_text_add(declared, "global variable");
    }
}

static void name_field(const struct slot *slot, struct text *declared)
{
    const HChar *file;
    UInt line, frame;

    if (slot->member)
        lp_text_add(declared, "%s, at offset %lu of the block", slot->member,
                    slot->offset);
    else
        lp_text_add(declared, "field at offset %lu of the block", slot->offset);
    for (frame = 0; frame < slot->container->depth; frame++) {
        Addr ip = slot->container->ips[frame];

        if (lp_is_own_code(ip) && lp_source_line(ip, &file, NULL, &line)) {
            lp_text_add(declared, " allocated at %s:%u", VG_(basename)(file), line);
            return;
        }
    }
}

void lp_slot_name(const struct slot *slot, HChar *expression, SizeT expression_size,
                  HChar *declared, SizeT declared_size)
{
    struct text name = {.length = 0}, declaration = {.length = 0};

    if (slot->kind == SLOT_STACK)
        name_stack(slot, &name, &declaration);
    else if (slot->kind == SLOT_STATIC)
        name_static(slot, &name, &declaration);
    else if (slot->kind == SLOT_FIELD)
        name_field(slot, &declaration);
    VG_(strlcpy)
    (expression, slot->expression ? slot->expression : name.at, expression_size);
    VG_(strlcpy)(declared, declaration.at, declared_size);
}
