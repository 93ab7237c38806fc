/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fields: the source's words for a place that has no name of its own.
 *
 * The source names a field of a heap block by the variable that leads to it:
 * `list->head`, `row[2].text`. So the tool searches the variables of the innermost
 * frames for a pointer whose target covers the field, directly or through one or two
 * further blocks. In the same way, a function that overwrites a variable of its caller
 * calls it `*out` or `series->data`.
 *
 * The answer depends on the values that variables have now. So the search is done when
 * the pointer is lost. Answers are kept by call stack, container and offset.
 */
#include "fields.h"
#include "arch.h"
#include "names.h"
#include "shadow.h"
#include "types.h"
#include "pub_tool_hashtable.h"

#define SEARCH_FRAMES 4
#define SEARCH_DEPTH 2
#define KEPT_MAX 100000

/* The way to an object: the names from a variable on. */
struct way {
    const struct way *before; /* NULL: `name` is the variable */
    const HChar *joint, *name;
};

struct search {
    const struct debug *debug;
    const struct block
        *block; /* that has the field; NULL: the word is not in the heap */
    Addr word;
    struct text text;  /* the answer */
    struct text worse; /* the answer if there is no other: see is_doubtful */
    struct die member, owner;
};

static Bool find_through(struct search *s, struct type *type, Addr at, UInt depth,
                         const struct way *way);

static Bool find_in_members(struct search *s, struct type *aggregate, Addr at,
                            UInt depth, const struct way *before, const HChar *joint)
{
    UInt i;

    lp_type_fields(aggregate);
    for (i = 0; i < aggregate->field_count; i++) {
        const struct field *field = &aggregate->fields[i];
        struct way way = {before, joint, field->name};

        if (find_through(s, field->type, at + field->offset, depth, &way))
            return True;
    }
    return False;
}

/* An element behind the one that the pointer points to: the block may be an array, or
 * the pointer points to one field of a structure and the word is another field. */
static Bool is_doubtful(const struct search *s, Addr value, ULong index,
                        Bool path_is_empty)
{
    return s->block && index > 0 && (path_is_empty || value != s->block->start);
}

/* A Python object begins with PyObject, or with the object of its base class. It is no
 * element of an array: what is behind it belongs to a class that is derived from its
 * own. */
static Bool is_python_object(struct type *type)
{
    while (type && type->shape == TYPE_AGGREGATE) {
        if (type->name && VG_(strcmp)(type->name, "_object") == 0)
            return True;
        lp_type_fields(type);
        type = type->field_count ? type->fields[0].type : NULL;
    }
    return False;
}

static void way_write(struct text *text, const struct way *way)
{
    if (way->before)
        way_write(text, way->before);
    lp_text_add(text, "%s%s", way->joint, way->name);
}

/* The target of a pointer, whose way it is, covers the word: writes the path from the
 * pointer to the word. */
static Bool answer(struct search *s, Addr value, const struct type *pointer,
                   struct type *target, const struct way *way)
{
    ULong index = (s->word - value) / target->size;
    ULong rest = (s->word - value) % target->size;
    struct text prefix = {.length = 0}, path = {.length = 0};

    if (index > 0 && is_python_object(target))
        return False;
    way_write(&prefix, way);
    s->text = prefix;
    lp_path_add(&path, s->debug, pointer->target, rest, &s->member, &s->owner);
    if (index == 0 && path.length && path.at[0] == '.')
        lp_text_add(&s->text, "->%s", path.at + 1);
    else if (!s->block)
        VG_(snprintf)(s->text.at, TEXT_MAX, "*%s", prefix.at);
    else
        lp_text_add(&s->text, "[%llu]%s", index, path.at);
    if (!is_doubtful(s, value, index, !path.length))
        return True;
    if (!s->worse.length && value == s->block->start)
        s->worse = s->text;
    return False;
}

/* Reads a pointer. False: it is not set, and so the value is left over, or no word has
 * it. */
static Bool pointer_read(const struct search *s, Addr at, Addr *value,
                         const struct block **block)
{
    UInt id = ENTRY_ID(lp_entry(at));

    if (at % 8 || (s->block && !id) ||
        !VG_(am_is_valid_for_client)(at, 8, VKI_PROT_READ))
        return False;
    *value = *(const Addr *)at;
    *block = lp_heap_find(*value);
    return !*block || (*block)->id == id;
}

static Bool find_through_pointer(struct search *s, struct type *pointer, Addr at,
                                 UInt depth, const struct way *way)
{
    struct type *target = lp_type_target(pointer);
    const struct block *block;
    Addr value;

    if (!target || (depth > 0 && target->shape != TYPE_AGGREGATE) ||
        !pointer_read(s, at, &value, &block))
        return False;
    if (depth > 0)
        return block && find_in_members(s, target, value, depth - 1, way, "->");
    /* A pointer with a bit that tells something points to no object. */
    return block == s->block && value <= s->word && (s->word - value) % 8 == 0 &&
           target->size >= 8 && (block || s->word - value < target->size) &&
           answer(s, value, pointer, target, way);
}

/* Searches for the field from the object of that type at address `at`. */
static Bool find_through(struct search *s, struct type *type, Addr at, UInt depth,
                         const struct way *way)
{
    if (!type)
        return False;
    if (type->shape == TYPE_POINTER)
        return find_through_pointer(s, type, at, depth, way);
    if (type->shape == TYPE_AGGREGATE)
        return find_in_members(s, type, at, depth, way, ".");
    return False;
}

static Bool find_from_frame(struct search *s, Addr ip, Addr cfa, UInt depth,
                            Bool only_parameters)
{
    const struct function *function = lp_function_at(ip);
    UInt i;

    if (!function || function->optimised)
        return False;
    s->debug = function->unit->debug;
    for (i = 0; i < function->variable_count; i++) {
        const struct variable *v = &function->variables[i];
        Addr linked = ip - (Addr)function->object->bias;
        struct way way = {NULL, "", v->name};

        if (v->by_reference || v->is_temporary || linked < v->low ||
            linked >= v->high || (only_parameters && !v->is_parameter))
            continue;
        if (find_through(s, v->known_type, cfa + (Addr)v->cfa_offset, depth, &way))
            return True;
    }
    return False;
}

static Bool find_from_globals(struct search *s, Addr ip, UInt depth)
{
    const struct object *object = lp_object_at(ip);
    UInt i;

    if (!object || !object->debug)
        return False;
    s->debug = object->debug;
    for (i = 0; i < object->global_count; i++) {
        const struct global *g = &object->globals[i];
        struct way way = {NULL, "", g->name};

        if (find_through(s, g->known_type, g->address + (Addr)object->bias, depth,
                         &way))
            return True;
    }
    return False;
}

static UInt first_own_frame(const struct trace *trace)
{
    UInt first = 0;

    while (first < trace->known_cfas && !lp_is_own_code(trace->ips[first]))
        first++;
    return first;
}

static Bool find_field(struct search *s, const struct trace *trace)
{
    UInt depth, frame, first = first_own_frame(trace);

    if (first == trace->known_cfas)
        return False;
    for (depth = 0; depth <= SEARCH_DEPTH; depth++) {
        for (frame = first; frame < trace->known_cfas && frame < first + SEARCH_FRAMES;
             frame++) {
            if (find_from_frame(s, trace->ips[frame], trace->cfas[frame], depth, False))
                return True;
        }
        if (find_from_globals(s, trace->ips[first], depth))
            return True;
    }
    s->text = s->worse;
    return s->worse.length > 0;
}

/* Names a variable outside the heap by a parameter of the innermost own function that
 * points to it. Other variables may not have been set yet, and the variable has a name
 * of its own. */
static Bool find_target(struct search *s, const struct trace *trace)
{
    UInt first = first_own_frame(trace);

    return first < trace->known_cfas &&
           find_from_frame(s, trace->ips[first], trace->cfas[first], 0, True);
}

struct kept {
    struct kept *next;
    UWord key;
    const struct stack *where, *container;
    SizeT offset;
    const HChar *expression, *member;
};

static Word kept_differs(const void *a, const void *b)
{
    const struct kept *k = a, *l = b;

    return k->where != l->where || k->container != l->container ||
           k->offset != l->offset;
}

static void kept_fill(struct kept *kept, const struct block *block, Addr word,
                      const struct trace *trace)
{
    struct search s = {.block = block, .word = word};
    struct text member = {.length = 0};

    kept->expression = kept->member = NULL;
    if (!(block ? find_field(&s, trace) : find_target(&s, trace)))
        return;
    kept->expression = VG_(strdup)("lastptr.expression", s.text.at);
    if (s.member.name) {
        lp_text_add(&member, "field \"%s\"", s.member.name);
        if (s.owner.name)
            lp_text_add(&member, " of %s %s",
                        s.owner.tag == DW_TAG_union_type ? "union" : "struct",
                        s.owner.name);
        kept->member = VG_(strdup)("lastptr.member", member.at);
    }
}

/* The kept answer for the word at this place, searched if it is new. NULL: too many
 * answers are kept already. */
static const struct kept *lookup(const struct block *block, Addr word,
                                 const struct trace *trace)
{
    static VgHashTable *table;
    struct kept key = {.where = trace->stack}, *kept;

    if (!table)
        table = VG_(HT_construct)("lastptr.expressions");
    key.container = block ? block->allocated : NULL;
    key.offset = block ? word - block->start : word;
    key.key = (UWord)key.where ^ ((UWord)key.container >> 3) ^ (key.offset << 20);
    kept = VG_(HT_gen_lookup)(table, &key, kept_differs);
    if (kept || VG_(HT_count_nodes)(table) >= KEPT_MAX)
        return kept;
    kept = VG_(malloc)("lastptr.kept", sizeof *kept);
    *kept = key;
    kept_fill(kept, block, word, trace);
    VG_(HT_add_node)(table, kept);
    return kept;
}

static void describe_field(struct slot *slot, const struct block *block, Addr word,
                           const struct trace *trace)
{
    const struct kept *kept = lookup(block, word, trace);

    slot->kind = SLOT_FIELD;
    slot->offset = word - block->start;
    slot->container = block->allocated;
    if (kept) {
        slot->expression = kept->expression;
        slot->member = kept->member;
    }
}

/* The element of an array of variable length that the word is in. Only now is it known
 * where the array is. */
static const HChar *vla_element(const struct function *function, Addr word, Addr cfa)
{
    const struct variable *found = NULL;
    struct text text = {.length = 0};
    Addr base, found_base = 0;
    struct die array;
    UInt i;

    for (i = 0; i < function->variable_count; i++) {
        const struct variable *v = &function->variables[i];

        if (!v->by_reference)
            continue;
        base = *(const Addr *)(cfa + (Addr)v->cfa_offset);
        if (base <= word && base > found_base) {
            found = v;
            found_base = base;
        }
    }
    if (!found || !lp_type_strip(function->unit->debug, found->type, &array) ||
        lp_type_size(function->unit->debug, array.type) != 8)
        return NULL;
    lp_text_add(&text, "%s[%lu]", found->name, (word - found_base) / 8);
    return VG_(strdup)("lastptr.expression", text.at);
}

void lp_slot_describe_local(struct slot *slot, Addr word, Addr ip, Addr cfa)
{
    static Addr last_ip;
    static const struct function *last;

    slot->kind = SLOT_STACK;
    slot->frame_ip = ip;
    slot->cfa_offset = (Word)(word - cfa);
    if (ip != last_ip) {
        last_ip = ip;
        last = lp_function_at(ip);
    }
    if (last && last->has_vla && lp_slot_is_declared(ip, slot->cfa_offset) == False)
        slot->expression = vla_element(last, word, cfa);
}

static Bool frame_of(Addr word, const struct trace *trace, UInt *frame)
{
    for (*frame = 0; *frame < trace->known_cfas; (*frame)++) {
        Addr low = *frame ? trace->cfas[*frame - 1] : trace->sp - lp_arch.red_zone;

        if (word >= low && word < trace->cfas[*frame])
            return True;
    }
    return False;
}

void lp_slot_describe(struct slot *slot, Addr word, const struct trace *trace)
{
    const struct block *block = lp_heap_find(word);
    const struct kept *kept;
    UInt frame;

    if (block) {
        describe_field(slot, block, word, trace);
        return;
    }
    slot->kind = SLOT_STATIC;
    if (frame_of(word, trace, &frame)) {
        lp_slot_describe_local(slot, word, trace->ips[frame], trace->cfas[frame]);
        if (frame == 0 || frame <= first_own_frame(trace))
            return;
    }
    kept = lookup(NULL, word, trace);
    if (kept && kept->expression)
        slot->expression = kept->expression;
}
