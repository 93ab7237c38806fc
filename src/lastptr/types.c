/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * types: the types that a search walks through. See types.h.
 */
#include "types.h"
#include "pub_tool_hashtable.h"

#define ENTRIES_MAX 64

static Word type_differs(const void *a, const void *b)
{
    const struct type *t = a, *u = b;

    return t->debug != u->debug || t->key != u->key;
}

static void type_learn(struct type *type, const struct die *die, ULong offset)
{
    type->name = die->name;
    type->size = lp_type_size(type->debug, offset);
    if (die->tag == DW_TAG_pointer_type) {
        type->shape = TYPE_POINTER;
        type->target = die->type;
    } else if (die->tag == DW_TAG_structure_type || die->tag == DW_TAG_union_type) {
        type->shape = TYPE_AGGREGATE;
    }
}

struct type *lp_type_at(const struct debug *debug, ULong offset)
{
    static VgHashTable *types;
    struct type key = {.key = (UWord)offset, .debug = debug}, *type;
    struct die die;

    if (!types)
        types = VG_(HT_construct)("lastptr.types");
    type = VG_(HT_gen_lookup)(types, &key, type_differs);
    if (type)
        return type;
    if (!lp_type_strip(debug, offset, &die))
        return NULL;
    type = VG_(malloc)("lastptr.type", sizeof *type);
    *type = key;
    type_learn(type, &die, offset);
    VG_(HT_add_node)(types, type);
    return type;
}

struct type *lp_type_target(struct type *pointer)
{
    if (!pointer->target_known) {
        pointer->target_known = True;
        pointer->points_to = lp_type_at(pointer->debug, pointer->target);
    }
    return pointer->points_to;
}

static void field_add(struct type *aggregate, const struct die *member)
{
    struct field *field = &aggregate->fields[aggregate->field_count++];

    field->name = member->name;
    field->offset = member->member_offset;
    field->type = lp_type_at(aggregate->debug, member->type);
}

void lp_type_fields(struct type *aggregate)
{
    struct die top, member;
    ULong offset;
    UInt seen = 0;

    if (aggregate->fields_known)
        return;
    aggregate->fields_known = True;
    if (!lp_type_strip(aggregate->debug, aggregate->key, &top) || !top.has_children)
        return;
    aggregate->fields =
        VG_(malloc)("lastptr.fields", ENTRIES_MAX * sizeof *aggregate->fields);
    offset = top.next;
    while (seen++ < ENTRIES_MAX && lp_die_read(top.unit, offset, &member) &&
           member.tag != 0 && !member.has_children) {
        offset = member.next;
        if (member.tag == DW_TAG_member && member.name)
            field_add(aggregate, &member);
    }
}
