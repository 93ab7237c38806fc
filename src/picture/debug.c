/* SPDX-License-Identifier: MIT */
#include "picture/debug.h"

#include <dwarf.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/machine.h"
#include "base/path.h"
#include "diag/diag.h"
#include "jail/apart.h"
#include "picture/types.h"
#include "report/json_parts.h"

enum {
    SECONDS = 20, /* it takes milliseconds */
    BYTES = 1 << 30,
    ANSWER_MAX = 16 << 20,
    FUNCTIONS_MOST = 4000,
    VARIABLES_MOST = 400, /* of a function */
    GLOBALS_MOST = 2000,
    DEPTH_MOST = 200, /* of blocks of code inside of each other */
};

#define PROGRAM_MAX ((size_t)64 * 1024 * 1024)

struct reader {
    const struct ll_buf *bytes;
    const char *const *roots;
    struct ll_program program;
    struct ll_types types;
    json_t *functions, *globals;
    Dwarf_Lines *lines; /* of the unit */
    size_t line_count;
};

/* A range of lines. */
struct extent {
    int from, to;
};

static bool set_number(json_t *object, const char *key, json_int_t number)
{
    return json_object_set_new(object, key, json_integer(number)) == 0;
}

/* The file that declares it, if that is the reader's own; else NULL. */
static const char *own_file(const struct reader *reader, Dwarf_Die *die)
{
    const char *file = dwarf_decl_file(die);
    for (size_t i = 0; file != NULL && reader->roots[i] != NULL; i++)
        if (ll_path_below(file, reader->roots[i]) && !ll_path_is_systems(file))
            return file;
    return NULL;
}

static int line_of(Dwarf_Die *die)
{
    int line;
    return dwarf_decl_line(die, &line) == 0 ? line : 0;
}

/* ---- which lines ---------------------------------------------------------------- */

/* The first entry of the table of lines at `address` or above. */
static size_t first_line(const struct reader *reader, Dwarf_Addr address)
{
    size_t low = 0, high = reader->line_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        Dwarf_Addr at = 0;
        dwarf_lineaddr(dwarf_onesrcline(reader->lines, middle), &at);
        if (at < address)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Add the lines of `file` that the code from `start` to before `end` is of. */
static void add_lines(const struct reader *reader, Dwarf_Addr start, Dwarf_Addr end,
                      const char *file, struct extent *extent)
{
    for (size_t i = first_line(reader, start); i < reader->line_count; i++) {
        Dwarf_Line *entry = dwarf_onesrcline(reader->lines, i);
        Dwarf_Addr at;
        int line;
        const char *name = dwarf_linesrc(entry, NULL, NULL);
        if (dwarf_lineaddr(entry, &at) != 0 || at >= end)
            break;
        if (dwarf_lineno(entry, &line) != 0 || line <= 0 || name == NULL ||
            strcmp(name, file) != 0)
            continue;
        extent->from = extent->from == 0 || line < extent->from ? line : extent->from;
        extent->to = line > extent->to ? line : extent->to;
    }
}

/* The lines of the code of a function or a block. False: it has no code. */
static bool find_extent(const struct reader *reader, Dwarf_Die *die, const char *file,
                        struct extent *extent)
{
    Dwarf_Addr base, start, end;
    ptrdiff_t at = 0;
    *extent = (struct extent){0};
    while ((at = dwarf_ranges(die, at, &base, &start, &end)) > 0)
        add_lines(reader, start, end, file, extent);
    return extent->to > 0;
}

/* ---- variables ------------------------------------------------------------------ */

static bool is_variable(Dwarf_Die *die)
{
    int tag = dwarf_tag(die);
    return tag == DW_TAG_variable || tag == DW_TAG_formal_parameter;
}

/* The one operation that says where a variable lies. NULL: it says more, or the place
 * depends on the instruction. */
static const Dwarf_Op *operation(Dwarf_Die *die, unsigned name,
                                 Dwarf_Attribute *attribute)
{
    Dwarf_Op *ops;
    size_t count;
    bool is_one = dwarf_attr_integrate(die, name, attribute) != NULL &&
                  dwarf_getlocation(attribute, &ops, &count) == 0 && count == 1;
    return is_one ? ops : NULL;
}

/* What has to be added to a variable's offset in its frame to count from the CFA.
 * False: it is not known. */
static bool find_base(Dwarf_Die *function, long long *base)
{
    Dwarf_Attribute attribute;
    const Dwarf_Op *op = operation(function, DW_AT_frame_base, &attribute);
    if (op == NULL)
        return false;
    const struct ll_machine *machine = ll_machine();
    *base = op->atom == DW_OP_call_frame_cfa ? 0 : -(long long)machine->below_frame_end;
    return op->atom == DW_OP_call_frame_cfa ||
           (machine->below_frame_end > 0 &&
            op->atom == DW_OP_reg0 + machine->frame_pointer);
}

static bool find_address(Dwarf_Die *die, Dwarf_Addr *address)
{
    Dwarf_Attribute attribute, indexed;
    const Dwarf_Op *op = operation(die, DW_AT_location, &attribute);
    if (op == NULL)
        return false;
    *address = op->number;
    return op->atom == DW_OP_addr ||
           (op->atom == DW_OP_addrx &&
            dwarf_getlocation_attr(&attribute, op, &indexed) == 0 &&
            dwarf_formaddr(&indexed, address) == 0);
}

/* A variable of a file; of a function, if it is static there. */
static bool add_global(struct reader *reader, Dwarf_Die *die, const char *function)
{
    char digits[24];
    Dwarf_Addr address;
    const char *file = own_file(reader, die), *name = dwarf_diename(die);
    if (file == NULL || name == NULL || !find_address(die, &address) ||
        json_array_size(reader->globals) >= GLOBALS_MOST)
        return true;
    snprintf(digits, sizeof digits, "%llu", (unsigned long long)address);
    json_t *global = json_object();
    return json_array_append_new(reader->globals, global) == 0 &&
           ll_json_text(global, "name", name) &&
           set_number(global, "type", (json_int_t)ll_types_of(&reader->types, die)) &&
           ll_json_text(global, "address", digits) &&
           ll_json_text(global, "file", file) &&
           set_number(global, "line", line_of(die)) &&
           ll_json_text(global, "function", function);
}

/* A function, and the scope whose variables are added to it. */
struct scope {
    json_t *variables; /* borrowed */
    const char *name, *file;
    bool has_base;
    long long base;
    struct extent extent;
    unsigned depth;
};

static bool add_local(struct reader *reader, const struct scope *scope, Dwarf_Die *die)
{
    Dwarf_Attribute attribute;
    const char *name = dwarf_diename(die);
    const Dwarf_Op *op = operation(die, DW_AT_location, &attribute);
    if (name == NULL || op == NULL)
        return true;
    if (op->atom != DW_OP_fbreg)
        return add_global(reader, die, scope->name);
    if (!scope->has_base || json_array_size(scope->variables) >= VARIABLES_MOST)
        return true;
    json_t *variable = json_object();
    return json_array_append_new(scope->variables, variable) == 0 &&
           ll_json_text(variable, "name", name) &&
           set_number(variable, "type", (json_int_t)ll_types_of(&reader->types, die)) &&
           set_number(variable, "at", (json_int_t)op->number + scope->base) &&
           set_number(variable, "from", scope->extent.from) &&
           set_number(variable, "to", scope->extent.to) &&
           set_number(variable, "declared", line_of(die)) &&
           ll_json_bool(variable, "parameter",
                        dwarf_tag(die) == DW_TAG_formal_parameter);
}

/* Add the variables of a function or a block, and of the blocks in it. */
static bool add_locals(struct reader *reader, const struct scope *scope, Dwarf_Die *of)
{
    Dwarf_Die child;
    bool ok = true, more = dwarf_child(of, &child) == 0;
    for (; more && ok; more = dwarf_siblingof(&child, &child) == 0) {
        if (is_variable(&child))
            ok = add_local(reader, scope, &child);
        if (dwarf_tag(&child) != DW_TAG_lexical_block || scope->depth >= DEPTH_MOST)
            continue;
        struct scope inner = *scope;
        inner.depth++;
        if (!find_extent(reader, &child, scope->file, &inner.extent))
            inner.extent = scope->extent;
        ok = add_locals(reader, &inner, &child);
    }
    return ok;
}

static bool add_function(struct reader *reader, Dwarf_Die *die)
{
    struct scope scope = {.file = own_file(reader, die), .name = dwarf_diename(die)};
    if (scope.file == NULL || scope.name == NULL ||
        !find_extent(reader, die, scope.file, &scope.extent) ||
        json_array_size(reader->functions) >= FUNCTIONS_MOST)
        return true;
    json_t *function = json_object();
    scope.variables = json_array();
    scope.has_base = find_base(die, &scope.base);
    if (line_of(die) > 0)
        scope.extent.from = line_of(die);
    return json_array_append_new(reader->functions, function) == 0 &&
           json_object_set_new(function, "variables", scope.variables) == 0 &&
           ll_json_text(function, "name", scope.name) &&
           ll_json_text(function, "file", scope.file) &&
           set_number(function, "line", scope.extent.from) &&
           set_number(function, "end", scope.extent.to) &&
           add_locals(reader, &scope, die);
}

/* ---- the program ---------------------------------------------------------------- */

/* Call `use` for each unit of the program. */
static bool for_each_unit(struct reader *reader,
                          bool (*use)(struct reader *reader, Dwarf_Die *unit))
{
    Dwarf *dwarf = reader->program.dwarf;
    Dwarf_Off offset = 0, next;
    size_t header;
    bool ok = true;
    while (ok && dwarf_nextcu(dwarf, offset, &next, &header, NULL, NULL, NULL) == 0) {
        Dwarf_Die unit;
        if (dwarf_offdie(dwarf, offset + header, &unit) != NULL)
            ok = use(reader, &unit);
        offset = next;
    }
    return ok;
}

static bool learn(struct reader *reader, Dwarf_Die *unit)
{
    return ll_types_learn(&reader->types, unit);
}

static bool add_unit(struct reader *reader, Dwarf_Die *unit)
{
    Dwarf_Die child;
    if (dwarf_getsrclines(unit, &reader->lines, &reader->line_count) != 0)
        reader->line_count = 0;
    bool ok = true, more = dwarf_child(unit, &child) == 0;
    for (; more && ok; more = dwarf_siblingof(&child, &child) == 0)
        if (dwarf_tag(&child) == DW_TAG_subprogram)
            ok = add_function(reader, &child);
        else if (dwarf_tag(&child) == DW_TAG_variable)
            ok = add_global(reader, &child, NULL);
    return ok;
}

static bool answer(void *data, struct ll_buf *out)
{
    struct reader *reader = data;
    json_t *types = json_array();
    reader->functions = json_array();
    reader->globals = json_array();
    json_t *all = json_pack("{s:o, s:o, s:o}", "types", types, "functions",
                            reader->functions, "globals", reader->globals);
    bool ok = all != NULL && ll_types_init(&reader->types, types) &&
              ll_program_open(&reader->program, reader->bytes) &&
              for_each_unit(reader, learn) && for_each_unit(reader, add_unit);
    char *text = ok ? json_dumps(all, JSON_COMPACT) : NULL;
    ok = text != NULL && ll_buf_puts(out, text);
    free(text);
    ll_types_release(&reader->types);
    ll_program_close(&reader->program);
    json_decref(all);
    return ok;
}

json_t *ll_debug_read(const char *program, const char *const *roots,
                      struct ll_error *err)
{
    static const char *const lists[] = {"types", "functions", "globals"};
    struct ll_buf bytes, told;
    json_t *all = NULL;
    ll_buf_init(&bytes, PROGRAM_MAX);
    ll_buf_init(&told, ANSWER_MAX);
    struct reader reader = {.bytes = &bytes, .roots = roots};
    const struct ll_apart order = {.answer = answer,
                                   .data = &reader,
                                   .seconds = SECONDS,
                                   .bytes = BYTES,
                                   .allow_weak = true};
    int result = ll_file_read(program, PROGRAM_MAX, &bytes, err);
    if (result == 0)
        result = ll_apart(&order, &told, err);
    if (result >= 0)
        all = json_loadb(ll_buf_text(&told), told.len, 0, NULL);
    if (result >= 0 && all == NULL)
        all = json_object();
    bool ok = all != NULL;
    for (size_t i = 0; ok && i < sizeof lists / sizeof *lists; i++)
        if (!json_is_array(json_object_get(all, lists[i])))
            ok = json_object_set_new(all, lists[i], json_array()) == 0;
    ll_buf_release(&bytes);
    ll_buf_release(&told);
    if (ok)
        return all;
    if (result >= 0)
        ll_fail_memory(err);
    json_decref(all);
    return NULL;
}
