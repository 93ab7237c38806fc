/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * functions: which code is the program's own; its functions and their variables.
 *
 * The debug information of an object is read once, when the first code of the object is
 * translated. This gives the addresses of its functions and of the variables that have
 * a fixed address. The variables of a function are read when the function is first
 * looked up.
 *
 * A place in a frame is given as its distance from the frame's end (the canonical frame
 * address, CFA), which is the stack pointer after the return. The distance is the same
 * in every call, and at a return it is known without unwinding. gcc counts the places
 * of variables from there, clang from a register, which points into the frame (arch.h).
 */
#include "functions.h"
#include "lines.h"

#define SCOPES_MAX 64

static struct object *objects;

/* --- objects --- */

static Bool is_system_path(const HChar *path)
{
    static const HChar *const folders[] = {"/lib/", "/lib64/", "/usr/lib/",
                                           "/usr/lib64/", "/usr/libexec/"};
    UInt i;

    for (i = 0; i < sizeof folders / sizeof *folders; i++) {
        if (VG_(strncmp)(path, folders[i], VG_(strlen)(folders[i])) == 0)
            return True;
    }
    return VG_(strstr)(path, "/vgpreload_") != NULL;
}

static void *grown(void *array, UInt count, SizeT each)
{
    if (count & (count - 1))
        return array;
    return VG_(realloc)("lastptr.functions", array, (count ? 2 * count : 1) * each);
}

static void function_add(struct object *object, const struct die *die)
{
    struct function *function;

    object->functions =
        grown(object->functions, object->function_count, sizeof *function);
    function = &object->functions[object->function_count++];
    VG_(memset)(function, 0, sizeof *function);
    function->low = die->low;
    function->high = die->high;
    function->object = object;
    function->unit = die->unit;
    function->die = die->offset;
}

static void global_add(struct object *object, const struct die *die, Addr address,
                       Bool is_local)
{
    struct global *global;
    struct die full;

    if (!lp_die_resolve(object->debug, die->offset, &full) || !full.name)
        return;
    object->globals = grown(object->globals, object->global_count, sizeof *global);
    global = &object->globals[object->global_count++];
    global->name = full.name;
    global->type = full.type;
    global->address = address;
    global->known_type = lp_type_at(object->debug, full.type);
    global->size = global->known_type ? global->known_type->size : 0;
    global->decl_line = full.decl_line;
    global->unit = die->unit;
    global->is_local = is_local;
}

static void index_unit(struct object *object, const struct unit *unit)
{
    ULong offset = unit->first_die;
    Addr address;
    Long depth = 0, function_depth = -1;
    struct die die;

    while (lp_die_read(unit, offset, &die)) {
        if (die.tag == DW_TAG_subprogram && die.high > die.low) {
            function_add(object, &die);
            function_depth = depth;
        } else if (die.tag == DW_TAG_variable && lp_location_address(&die, &address)) {
            global_add(object, &die, address,
                       function_depth >= 0 && depth > function_depth);
        }
        if (die.tag == 0)
            depth--;
        else if (die.has_children)
            depth++;
        if (depth <= function_depth)
            function_depth = -1;
        offset = die.next;
    }
}

static Int by_address(const void *a, const void *b)
{
    const struct function *f = a, *g = b;

    return f->low < g->low ? -1 : f->low > g->low;
}

static void object_index(struct object *object)
{
    const struct unit *unit;

    object->debug = lp_debug_read(object->path);
    if (!object->debug)
        return;
    for (unit = object->debug->units; unit; unit = unit->next)
        index_unit(object, unit);
    if (object->function_count)
        VG_(ssort)
    (object->functions, object->function_count, sizeof *object->functions, by_address);
}

static struct object *object_add(const DebugInfo *info)
{
    struct object *object = VG_(calloc)("lastptr.object", 1, sizeof *object);

    object->path =
        VG_(strdup)("lastptr.object.path", VG_(DebugInfo_get_filename)(info));
    object->text_low = VG_(DebugInfo_get_text_avma)(info);
    object->text_high = object->text_low + VG_(DebugInfo_get_text_size)(info);
    object->bias = VG_(DebugInfo_get_text_bias)(info);
    object->own = !is_system_path(object->path);
    if (object->own)
        object_index(object);
    object->next = objects;
    objects = object;
    return object;
}

const struct object *lp_objects(void)
{
    return objects;
}

static const struct object *object_find(Addr ip)
{
    const DebugInfo *info = VG_(find_DebugInfo)(VG_(current_DiEpoch)(), ip);
    struct object *object;

    if (!info)
        return NULL;
    for (object = objects; object; object = object->next) {
        if (object->text_low == VG_(DebugInfo_get_text_avma)(info) &&
            VG_(strcmp)(object->path, VG_(DebugInfo_get_filename)(info)) == 0)
            return object;
    }
    return object_add(info);
}

/* The last answer is valid until an object is loaded or unloaded: that starts a new
 * epoch. */
const struct object *lp_object_at(Addr ip)
{
    static const struct object *last;
    static UInt last_epoch;
    UInt epoch = VG_(current_DiEpoch)().n;

    if (!last || epoch != last_epoch || ip < last->text_low || ip >= last->text_high)
        last = object_find(ip);
    last_epoch = epoch;
    return last;
}

Bool lp_is_own_code(Addr ip)
{
    const struct object *object = lp_object_at(ip);

    return object && object->own;
}

/* --- functions --- */

/* How far the register points below the CFA. False: not known, or it may be another
 * value's register. */
static Bool register_below_cfa(const struct function *function, UInt dwarf_register,
                               Word *below)
{
    const struct frame_shape *shape = &function->shape;

    *below = dwarf_register == lp_arch.dwarf_fp ? shape->fp : shape->sp;
    return (dwarf_register == lp_arch.dwarf_fp && shape->fp_known) ||
           (dwarf_register == lp_arch.dwarf_sp && shape->sp_known);
}

/* How far the function's frame base is below the CFA. False: not known. */
static Bool frame_base(const struct function *function, const struct die *die,
                       Word *below)
{
    UInt op = die->frame_base_size == 1 ? die->frame_base[0] : 0;

    *below = 0;
    return op == DW_OP_call_frame_cfa ||
           register_below_cfa(function, op - DW_OP_reg0, below);
}

/* The same for what a variable's place counts from. */
static Bool variable_base(const struct function *function, UInt op, Word frame_below,
                          Word *below)
{
    *below = frame_below;
    return op == DW_OP_fbreg || (lp_arch.fp_is_frames &&
                                 register_below_cfa(function, op - DW_OP_breg0, below));
}

/* clang describes the place of such an array by a list of locations even in code that
 * is not optimised. */
static Bool is_vla(const struct die *entry)
{
    struct die array;

    return lp_type_strip(entry->unit->debug, entry->type, &array) &&
           array.tag == DW_TAG_array_type &&
           lp_type_size(entry->unit->debug, entry->type) == 0;
}

static Bool is_temporary(const HChar *name)
{
    return VG_(strncmp)(name, "__pyx_t_", 8) == 0 && name[8] >= '0' && name[8] <= '9';
}

static void variable_add(struct function *function, const struct die *entry, Word below,
                         const struct die *scope)
{
    const struct debug *debug = function->unit->debug;
    struct variable *variable;
    struct die full;
    Word offset, from_below;
    UInt base;
    Bool by_reference;

    if (entry->location_varies ||
        (entry->tag == DW_TAG_formal_parameter && !entry->location)) {
        function->optimised |= !is_vla(entry);
        return;
    }
    if (!lp_location_frame(entry, &base, &offset, &by_reference) ||
        !variable_base(function, base, below, &from_below) ||
        !lp_die_resolve(debug, entry->offset, &full) || !full.name)
        return;
    function->variables =
        grown(function->variables, function->variable_count, sizeof *variable);
    variable = &function->variables[function->variable_count++];
    variable->name = full.name;
    variable->type = full.type;
    variable->cfa_offset = offset - from_below;
    variable->by_reference = by_reference;
    variable->known_type = lp_type_at(debug, full.type);
    variable->size = variable->known_type ? variable->known_type->size : 0;
    if (by_reference)
        variable->size = 8;
    variable->is_parameter = entry->tag == DW_TAG_formal_parameter;
    variable->is_temporary = is_temporary(full.name);
    variable->decl_line = full.decl_line;
    variable->low = scope->high ? scope->low : function->low;
    variable->high = scope->high ? scope->high : function->high;
    function->has_vla |= by_reference;
    if (variable->is_parameter && variable->cfa_offset >= 0)
        function->stack_parameters =
            (UInt)VG_ROUNDUP((SizeT)variable->cfa_offset + variable->size, 8);
}

static void inlined_add(struct function *function, const struct die *entry)
{
    struct inlined *inlined;

    if (entry->tag != DW_TAG_inlined_subroutine || !entry->high)
        return;
    function->inlined =
        grown(function->inlined, function->inlined_count, sizeof *inlined);
    inlined = &function->inlined[function->inlined_count++];
    inlined->low = entry->low;
    inlined->high = entry->high;
}

/* Reads the variables of a function, and where others were put into it. Entries of
 * nested functions and of types are skipped. */
static void read_variables(struct function *function, const struct die *top, Word below)
{
    struct die scopes[SCOPES_MAX], entry;
    UInt depth = 0, skipped = 0;
    ULong offset = top->next;

    scopes[0] = *top;
    while (lp_die_read(function->unit, offset, &entry)) {
        offset = entry.next;
        if (entry.tag == 0) {
            if (skipped)
                skipped--;
            else if (depth-- == 0)
                return;
            continue;
        }
        if (!skipped &&
            (entry.tag == DW_TAG_variable || entry.tag == DW_TAG_formal_parameter))
            variable_add(function, &entry, below, &scopes[depth]);
        if (!skipped)
            inlined_add(function, &entry);
        if (!entry.has_children)
            continue;
        if (skipped || depth + 1 == SCOPES_MAX ||
            (entry.tag != DW_TAG_lexical_block &&
             entry.tag != DW_TAG_inlined_subroutine)) {
            skipped++;
            continue;
        }
        depth++;
        scopes[depth] = entry.high ? entry : scopes[depth - 1];
    }
}

/* Whether a value of that type may hold a pointer. */
static Bool can_be_pointer(const struct debug *debug, ULong type, SizeT size)
{
    struct die die;

    if (!type || size == 1 || size == 2 || size == 4)
        return False;
    return !lp_type_strip(debug, type, &die) ||
           (die.encoding != DW_ATE_float && die.encoding != DW_ATE_complex_float);
}

static void learn(struct function *function)
{
    const struct debug *debug = function->unit->debug;
    const HChar *file;
    struct die die;
    Bool is_plain;
    Word below;

    function->known = True;
    lp_arch_shape((const UChar *)(function->low + (Addr)function->object->bias),
                  function->high - function->low, &function->shape);
    lp_source_line(function->high - 1 + (Addr)function->object->bias, &file, NULL,
                   &function->end_line);
    if (!lp_die_resolve(debug, function->die, &die)) {
        function->has_value = True;
        return;
    }
    function->value_size = lp_type_size(debug, die.type);
    function->has_value = can_be_pointer(debug, die.type, function->value_size);
    is_plain = frame_base(function, &die, &below);
    function->optimised = function->unit->optimised || !is_plain ||
                          (function->unit->by_clang && die.describes_calls);
    if (die.has_children)
        read_variables(function, &die, below);
}

const struct function *lp_function_at(Addr ip)
{
    const struct object *object = lp_object_at(ip);
    Addr linked;
    UInt low = 0, high;

    if (!object || !object->function_count)
        return NULL;
    linked = ip - (Addr)object->bias;
    high = object->function_count;
    while (low < high) {
        UInt middle = (low + high) / 2;
        struct function *function = &object->functions[middle];

        if (linked < function->low)
            high = middle;
        else if (linked >= function->high)
            low = middle + 1;
        else {
            if (!function->known)
                learn(function);
            return function;
        }
    }
    return NULL;
}

Bool lp_is_undescribed(Addr ip)
{
    const HChar *file;
    UInt line;

    return lp_is_own_code(ip) && !lp_function_at(ip) &&
           !lp_source_line(ip, &file, NULL, &line);
}

Bool lp_is_inlined(const struct function *function, Addr ip)
{
    UInt i;

    for (i = 0; function && i < function->inlined_count; i++) {
        const Addr bias = (Addr)function->object->bias;

        if (ip >= function->inlined[i].low + bias &&
            ip < function->inlined[i].high + bias)
            return True;
    }
    return False;
}

Bool lp_function_starts(const struct function *function, Addr ip)
{
    return function && ip - (Addr)function->object->bias == function->low;
}

Bool lp_slot_is_declared(Addr ip, Word cfa_offset)
{
    const struct function *function = lp_function_at(ip);
    UInt i;

    if (!function)
        return True;
    for (i = 0; i < function->variable_count; i++) {
        const struct variable *v = &function->variables[i];

        if (!v->is_temporary && cfa_offset >= v->cfa_offset - 7 &&
            cfa_offset < v->cfa_offset + (Word)v->size)
            return True;
    }
    return False;
}
