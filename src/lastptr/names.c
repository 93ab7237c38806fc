/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * names: the source's name for the place that held a pointer.
 *
 * A stack slot is named by the function's variable that lies there, a static address
 * by the object's; the path within a struct or an array follows from the type:
 * `pair.first`, `names[3]`. Both are the same at any time, so they are looked up when
 * the report is written.
 *
 * A field of a heap block has no name of its own. The source calls it by the variable
 * that led to it: `list->head`, `row[2].text`. So the variables of the frames at hand
 * are searched for a pointer whose target covers the field, if need be through one or
 * two further blocks. That depends on the moment, and is done when the pointer is
 * lost; the answers are kept by instruction and offset.
 */
#include "functions.h"
#include "pub_tool_hashtable.h"

#define TEXT_MAX 200
#define SEARCH_FRAMES 4
#define SEARCH_DEPTH 2
#define MEMBERS_MAX 64
#define KEPT_MAX 100000

struct text {
    HChar at[TEXT_MAX];
    UInt length;
};

static void add(struct text *text, const HChar *format, ...) PRINTF_CHECK(2, 3);

static void add(struct text *text, const HChar *format, ...)
{
    va_list args;

    va_start(args, format);
    VG_(vsnprintf)(text->at + text->length, (Int)(TEXT_MAX - text->length), format, args);
    va_end(args);
    text->length += (UInt)VG_(strlen)(text->at + text->length);
}

/* --- source lines --- */

Bool lp_source_line(Addr ip, const HChar **file, const HChar **dir, UInt *line)
{
    return VG_(get_filename_linenum)(VG_(current_DiEpoch)(), ip, file, dir, line);
}

/* Reads the line into `text`; False if there is no such line. */
static Bool read_line(const HChar *path, UInt line, HChar *text, UInt size)
{
    Int fd = VG_(fd_open)(path, VKI_O_RDONLY, 0), got, i;
    UInt at = 1, length = 0;
    HChar buffer[4096];

    if (fd < 0)
        return False;
    while (at <= line && (got = VG_(read)(fd, buffer, sizeof buffer)) > 0) {
        for (i = 0; i < got && at <= line; i++) {
            if (buffer[i] == '\n')
                at++;
            else if (at == line && length + 1 < size)
                text[length++] = buffer[i];
        }
    }
    VG_(close)(fd);
    text[length] = 0;
    return length > 0;
}

Bool lp_line_returns(Addr ip)
{
    const HChar *file, *dir;
    HChar path[1024], text[512];
    UInt line;

    if (!lp_source_line(ip, &file, &dir, &line))
        return False;
    if (file[0] == '/' || !dir[0])
        VG_(snprintf)(path, sizeof path, "%s", file);
    else
        VG_(snprintf)(path, sizeof path, "%s/%s", dir, file);
    return read_line(path, line, text, sizeof text) && VG_(strstr)(text, "return");
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
        if (depth == 0 && member->tag == TAG_MEMBER && offset >= member->member_offset &&
            offset - member->member_offset < lp_type_size(debug, member->type))
            return True;
        if (member->has_children)
            depth++;
    }
    return False;
}

/* Appends ".member[i].…" down to the pointer at `offset`; the innermost member goes to
 * *last and the struct's name to *owner. */
static void add_path(struct text *text, const struct debug *debug, ULong type,
                     ULong offset, struct die *last, struct die *owner)
{
    struct die die, member;
    ULong each;
    UInt steps;

    for (steps = 0; steps < 16 && lp_type_strip(debug, type, &die); steps++) {
        if (die.tag == TAG_ARRAY) {
            each = lp_type_size(debug, die.type);
            if (!each)
                return;
            add(text, "[%llu]", offset / each);
            offset %= each;
            type = die.type;
        } else if (die.tag == TAG_STRUCT || die.tag == TAG_UNION) {
            if (!member_at(&die, offset, &member))
                return;
            if (member.name)
                add(text, ".%s", member.name);
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

/* --- fields of heap blocks --- */

struct search {
    const struct debug *debug;
    const struct block *block; /* which the field is in; NULL: it is not in the heap */
    Addr word;
    struct text text; /* the answer */
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
        if (member.tag != TAG_MEMBER || !member.name)
            continue;
        add(&text, "%s%s", joint, member.name);
        if (find_through(s, member.type, at + member.member_offset, depth, &text))
            return True;
    }
    return False;
}

/* The pointer's target covers the word: the answer is the way from there. */
static Bool answer(struct search *s, Addr value, ULong type, ULong each,
                   const struct text *prefix)
{
    ULong index = (s->word - value) / each, rest = (s->word - value) % each;
    struct text path = {.length = 0};

    s->text = *prefix;
    add_path(&path, s->debug, type, rest, &s->member, &s->owner);
    if (index == 0 && path.length && path.at[0] == '.')
        add(&s->text, "->%s", path.at + 1);
    else if (!s->block)
        VG_(snprintf)(s->text.at, TEXT_MAX, "*%s", prefix->at);
    else
        add(&s->text, "[%llu]%s", index, path.at);
    return True;
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
    each = lp_type_size(s->debug, pointer->type);
    if (depth == 0 && block == s->block && value <= s->word && each >= 8 &&
        (block || s->word - value < each))
        return answer(s, value, pointer->type, each, prefix);
    if (depth > 0 && block && (target.tag == TAG_STRUCT || target.tag == TAG_UNION))
        return find_in_members(s, &target, value, depth - 1, prefix, "->");
    return False;
}

/* Looks for the field through the object of that type at address `at`. */
static Bool find_through(struct search *s, ULong type, Addr at, UInt depth,
                         const struct text *prefix)
{
    struct die die;

    if (!lp_type_strip(s->debug, type, &die))
        return False;
    if (die.tag == TAG_POINTER)
        return find_through_pointer(s, &die, at, depth, prefix);
    if (die.tag == TAG_STRUCT || die.tag == TAG_UNION)
        return find_in_members(s, &die, at, depth, prefix, ".");
    return False;
}

static Bool find_from_frame(struct search *s, Addr ip, Addr cfa, UInt depth)
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

        if (v->by_reference || linked < v->low || linked >= v->high)
            continue;
        add(&prefix, "%s", v->name);
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

        add(&prefix, "%s", g->name);
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
            if (find_from_frame(s, trace->ips[frame], trace->cfas[frame], depth))
                return True;
        }
        if (find_from_globals(s, trace->ips[first], depth))
            return True;
    }
    return False;
}

/* A variable that is not in the heap, by a pointer in the innermost own frame. */
static Bool find_target(struct search *s, const struct trace *trace)
{
    UInt first = first_own_frame(trace);

    return first < trace->known_cfas &&
           find_from_frame(s, trace->ips[first], trace->cfas[first], 0);
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
        add(&member, "field \"%s\"", s.member.name);
        if (s.owner.name)
            add(&member, " of %s %s", s.owner.tag == TAG_UNION ? "union" : "struct",
                s.owner.name);
        kept->member = VG_(strdup)("lastptr.member", member.at);
    }
}

/* The answer for the word at this place, searched for once; NULL: too many. */
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

/* The array of variable length that the word is in; its place is known now only. */
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
    add(&text, "%s[%lu]", found->name, (word - found_base) / 8);
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
        if (frame <= first_own_frame(trace))
            return;
    }
    kept = lookup(NULL, word, trace);
    if (kept && kept->expression)
        slot->expression = kept->expression;
}

/* --- names for the report --- */

static void write_place(struct text *text, Addr ip, UInt line)
{
    const HChar *file;
    UInt own_line;

    if (line && lp_source_line(ip, &file, NULL, &own_line))
        add(text, " declared at %s:%u", VG_(basename)(file), line);
}

/* The name, where the source calls it by another. */
static void write_name(struct text *text, const struct slot *slot, const HChar *name)
{
    if (slot->expression)
        add(text, " \"%s\"", name);
}

static const struct variable *variable_at(const struct function *function, Addr linked,
                                          Word cfa_offset)
{
    const struct variable *found = NULL;
    UInt i;

    for (i = 0; i < function->variable_count; i++) {
        const struct variable *v = &function->variables[i];

        if (v->by_reference || cfa_offset < v->cfa_offset ||
            cfa_offset >= v->cfa_offset + (Word)v->size)
            continue;
        found = v;
        if (linked >= v->low && linked < v->high)
            break;
    }
    return found;
}

static void name_stack(const struct slot *slot, struct text *name, struct text *declared)
{
    const struct function *function = lp_function_at(slot->frame_ip);
    const struct variable *v;

    if (!function)
        return;
    v = variable_at(function, slot->frame_ip - (Addr)function->object->bias,
                    slot->cfa_offset);
    if (!v) {
        if (slot->expression)
            add(declared, "element of an array of variable length");
        return;
    }
    add(name, "%s", v->name);
    add_path(name, function->unit->debug, v->type,
             (ULong)(slot->cfa_offset - v->cfa_offset), NULL, NULL);
    add(declared, v->is_parameter ? "parameter" : "local variable");
    write_name(declared, slot, v->name);
    write_place(declared, slot->frame_ip, v->decl_line);
}

static void name_static(const struct slot *slot, struct text *name, struct text *declared)
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
            add(name, "%s", g->name);
            add_path(name, object->debug, g->type, linked - g->address, NULL, NULL);
            add(declared, g->is_local ? "static variable" : "global variable");
            write_name(declared, slot, g->name);
            if (g->unit->name)
                add(declared, " declared at %s:%u", VG_(basename)(g->unit->name),
                    g->decl_line);
            return;
        }
    }
    if (VG_(get_datasym_and_offset)(VG_(current_DiEpoch)(), slot->address, &symbol,
                                    &offset)) {
        add(name, "%s", symbol);
        add(declared, "global variable");
    }
}

static void name_field(const struct slot *slot, struct text *declared)
{
    const HChar *file;
    UInt line, frame;

    if (slot->member)
        add(declared, "%s, at offset %lu of the block", slot->member, slot->offset);
    else
        add(declared, "field at offset %lu of the block", slot->offset);
    for (frame = 0; frame < slot->container->depth; frame++) {
        Addr ip = slot->container->ips[frame];

        if (lp_is_own_code(ip) && lp_source_line(ip, &file, NULL, &line)) {
            add(declared, " allocated at %s:%u", VG_(basename)(file), line);
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
    VG_(strlcpy)(expression, slot->expression ? slot->expression : name.at,
                 expression_size);
    VG_(strlcpy)(declared, declaration.at, declared_size);
}
