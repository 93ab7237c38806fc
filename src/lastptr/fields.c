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
#include "names.h"
#include "shadow.h"
#include "pub_tool_hashtable.h"

#define SEARCH_FRAMES 4
#define SEARCH_DEPTH 2
#define MEMBERS_MAX 64
#define KEPT_MAX 100000

struct search {
    const struct debug *debug;
    const struct block
        *block; /* that has the field; NULL: the word is not in the heap */
    Addr word;
    struct text text;  /* the answer */
    struct text worse; /* the answer if there is no other: see is_doubtful */
    struct die member, owner;
};

static Bool find_through(struct search *s, ULong type, Addr at, UInt depth,
                         const struct text *prefix);

static Bool find_in_members(struct search *s, const struct die *aggregate, Addr at,
                            UInt depth, const struct text *prefix, const HChar *joint)
{
    struct die member;
    ULong offset = aggregate->next;
    UInt seen = 0;

    if (!aggregate->has_children)
        return False;
    while (seen++ < MEMBERS_MAX && lp_die_read(aggregate->unit, offset, &member) &&
           member.tag != 0) {
        struct text text = *prefix;

        offset = member.next;
        if (member.has_children)
            return False;
        if (member.tag != DW_TAG_member || !member.name)
            continue;
        lp_text_add(&text, "%s%s", joint, member.name);
        if (find_through(s, member.type, at + member.member_offset, depth, &text))
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

/* PyObject is only the head of a Python object, and no element of an array. */
static Bool is_python_head(const struct search *s, ULong type)
{
    struct die die;

    return lp_type_strip(s->debug, type, &die) && die.name &&
           VG_(strcmp)(die.name, "_object") == 0;
}

/* The pointer's target covers the word: writes the path from the pointer to the word.
 */
static Bool answer(struct search *s, Addr value, ULong type, ULong each,
                   const struct text *prefix)
{
    ULong index = (s->word - value) / each, rest = (s->word - value) % each;
    struct text path = {.length = 0};

    if (index > 0 && is_python_head(s, type))
        return False;
    s->text = *prefix;
    lp_path_add(&path, s->debug, type, rest, &s->member, &s->owner);
    if (index == 0 && path.length && path.at[0] == '.')
        lp_text_add(&s->text, "->%s", path.at + 1);
    else if (!s->block)
        VG_(snprintf)(s->text.at, TEXT_MAX, "*%s", prefix->at);
    else
        lp_text_add(&s->text, "[%llu]%s", index, path.at);
    if (!is_doubtful(s, value, index, !path.length))
        return True;
    if (!s->worse.length && value == s->block->start)
        s->worse = s->text;
    return False;
}

static Bool find_through_pointer(struct search *s, const struct die *pointer, Addr at,
                                 UInt depth, const struct text *prefix)
{
    const struct block *block;
    struct die target;
    Addr value;
    ULong each;

    if (!VG_(am_is_valid_for_client)(at, 8, VKI_PROT_READ) ||
        !lp_type_strip(s->debug, pointer->type, &target))
        return False;
    value = *(const Addr *)at;
    block = lp_heap_find(value);
    if (block && ENTRY_ID(lp_entry(at)) != block->id)
        return False; /* nobody has set the variable yet: the value is left over */
    each = lp_type_size(s->debug, pointer->type);
    if (depth == 0 && block == s->block && value <= s->word && each >= 8 &&
        (block || s->word - value < each))
        return answer(s, value, pointer->type, each, prefix);
    if (depth > 0 && block &&
        (target.tag == DW_TAG_structure_type || target.tag == DW_TAG_union_type))
        return find_in_members(s, &target, value, depth - 1, prefix, "->");
    return False;
}

/* Searches for the field from the object of that type at address `at`. */
static Bool find_through(struct search *s, ULong type, Addr at, UInt depth,
                         const struct text *prefix)
{
    struct die die;

    if (!lp_type_strip(s->debug, type, &die))
        return False;
    if (die.tag == DW_TAG_pointer_type)
        return find_through_pointer(s, &die, at, depth, prefix);
    if (die.tag == DW_TAG_structure_type || die.tag == DW_TAG_union_type)
        return find_in_members(s, &die, at, depth, prefix, ".");
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
        struct text prefix = {.length = 0};

        if (v->by_reference || linked < v->low || linked >= v->high ||
            (only_parameters && !v->is_parameter))
            continue;
        lp_text_add(&prefix, "%s", v->name);
        if (find_through(s, v->type, cfa + (Addr)v->cfa_offset, depth, &prefix))
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
        struct text prefix = {.length = 0};

        lp_text_add(&prefix, "%s", g->name);
        if (find_through(s, g->type, g->address + (Addr)object->bias, depth, &prefix))
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
        Addr low = *frame ? trace->cfas[*frame - 1] : trace->sp - 128;

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
