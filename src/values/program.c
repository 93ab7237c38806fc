/* SPDX-License-Identifier: MIT */
#include "values/program.h"

#include <dwarf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "values/asan_frame.h"

/* ---- the file ------------------------------------------------------------------ */

bool ll_program_open(struct ll_program *program, const struct ll_buf *bytes)
{
    *program = (struct ll_program){0};
    elf_version(EV_CURRENT);
    if (bytes->len > 0)
        program->elf = elf_memory(bytes->data, bytes->len);
    if (program->elf != NULL)
        program->dwarf = dwarf_begin_elf(program->elf, DWARF_C_READ, NULL);
    return program->dwarf != NULL;
}

void ll_program_close(struct ll_program *program)
{
    if (program->dwarf != NULL)
        dwarf_end(program->dwarf);
    if (program->elf != NULL)
        elf_end(program->elf);
    *program = (struct ll_program){0};
}

void ll_program_add_constants(const struct ll_program *program,
                              struct ll_memory *memory)
{
    enum { MOST = sizeof memory->constants / sizeof *memory->constants };
    size_t parts = 0, size = 0;
    const char *file = elf_rawfile(program->elf, &size);
    if (file == NULL || elf_getphdrnum(program->elf, &parts) != 0)
        return;
    for (size_t i = 0; i < parts && memory->constant_count < MOST; i++) {
        GElf_Phdr part;
        if (gelf_getphdr(program->elf, (int)i, &part) == NULL ||
            part.p_type != PT_LOAD || (part.p_flags & PF_W) != 0 ||
            part.p_offset > size || part.p_filesz > size - part.p_offset)
            continue;
        memory->constants[memory->constant_count++] = (struct ll_memory_part){
            .start = part.p_vaddr + memory->bias,
            .size = part.p_filesz,
            .bytes = (const unsigned char *)file + part.p_offset,
        };
    }
}

/* clang writes no table of addresses: then each unit is asked. */
static bool find_unit(const struct ll_program *program, uint64_t address,
                      Dwarf_Die *unit)
{
    Dwarf_Off offset = 0, next;
    size_t header;
    if (dwarf_addrdie(program->dwarf, address, unit) != NULL)
        return true;
    while (dwarf_nextcu(program->dwarf, offset, &next, &header, NULL, NULL, NULL) ==
           0) {
        if (dwarf_offdie(program->dwarf, offset + header, unit) != NULL &&
            dwarf_haspc(unit, address) == 1)
            return true;
        offset = next;
    }
    return false;
}

bool ll_program_line(const struct ll_program *program, uint64_t address,
                     const char **file, unsigned *line)
{
    Dwarf_Die unit;
    int number;
    if (!find_unit(program, address, &unit))
        return false;
    Dwarf_Line *entry = dwarf_getsrc_die(&unit, address);
    *file = entry == NULL ? NULL : dwarf_linesrc(entry, NULL, NULL);
    if (*file == NULL || dwarf_lineno(entry, &number) != 0 || number <= 0)
        return false;
    *line = (unsigned)number;
    return true;
}

const char *ll_program_compiled_in(const struct ll_program *program, uint64_t address)
{
    Dwarf_Die unit;
    Dwarf_Attribute folder;
    return find_unit(program, address, &unit)
               ? dwarf_formstring(dwarf_attr(&unit, DW_AT_comp_dir, &folder))
               : NULL;
}

const char *ll_program_function_at(const struct ll_program *program, uint64_t address)
{
    Dwarf_Die unit, child;
    Dwarf_Addr start;
    if (!find_unit(program, address, &unit) || dwarf_child(&unit, &child) != 0)
        return NULL;
    do {
        if (dwarf_tag(&child) == DW_TAG_subprogram &&
            dwarf_lowpc(&child, &start) == 0 && start == address)
            return dwarf_diename(&child);
    } while (dwarf_siblingof(&child, &child) == 0);
    return NULL;
}

/* ---- types --------------------------------------------------------------------- */

bool ll_type_of(Dwarf_Die *die, Dwarf_Die *type)
{
    Dwarf_Attribute attribute;
    return dwarf_attr_integrate(die, DW_AT_type, &attribute) != NULL &&
           dwarf_formref_die(&attribute, type) != NULL;
}

bool ll_type_plain(Dwarf_Die *type, Dwarf_Die *plain)
{
    *plain = *type;
    for (;;) {
        switch (dwarf_tag(plain)) {
        case DW_TAG_typedef:
        case DW_TAG_const_type:
        case DW_TAG_volatile_type:
        case DW_TAG_restrict_type:
        case DW_TAG_atomic_type:
            if (!ll_type_of(plain, plain))
                return false;
            break;
        default:
            return true;
        }
    }
}

unsigned ll_type_dimensions(Dwarf_Die *array)
{
    Dwarf_Die range;
    unsigned count = 0;
    if (dwarf_child(array, &range) == 0)
        do
            count += dwarf_tag(&range) == DW_TAG_subrange_type;
        while (dwarf_siblingof(&range, &range) == 0);
    return count;
}

uint64_t ll_place_size(const struct ll_scope *scope, const struct ll_place_of *place)
{
    Dwarf_Die plain, element, type = place->type;
    Dwarf_Word size;
    if (!ll_type_plain(&type, &plain))
        return 0;
    if (dwarf_tag(&plain) != DW_TAG_array_type)
        return dwarf_aggregate_size(&plain, &size) == 0 ? size : 0;
    if (!ll_type_of(&plain, &element))
        return 0;
    uint64_t bytes = ll_type_size(scope, &element);
    for (unsigned i = place->inside; i < ll_type_dimensions(&plain); i++) {
        long long count = ll_scope_elements(scope, &plain, i);
        if (count < 0 || __builtin_mul_overflow(bytes, (uint64_t)count, &bytes))
            return 0;
    }
    return bytes;
}

uint64_t ll_type_size(const struct ll_scope *scope, Dwarf_Die *type)
{
    return ll_place_size(scope, &(struct ll_place_of){.type = *type});
}

bool ll_scope_element(const struct ll_place_of *place, struct ll_place_of *element)
{
    Dwarf_Die plain, type = place->type;
    *element = (struct ll_place_of){.address = place->address};
    if (!ll_type_plain(&type, &plain))
        return false;
    if (dwarf_tag(&plain) == DW_TAG_array_type &&
        place->inside + 1 < ll_type_dimensions(&plain)) {
        element->type = plain;
        element->inside = place->inside + 1;
        return true;
    }
    return (dwarf_tag(&plain) == DW_TAG_array_type ||
            dwarf_tag(&plain) == DW_TAG_pointer_type) &&
           ll_type_of(&plain, &element->type);
}

/* ---- where a variable lies ------------------------------------------------------ */

static bool frame_base(const struct ll_scope *scope, uint64_t *base)
{
    Dwarf_Attribute attribute;
    Dwarf_Op *ops;
    Dwarf_Die function = scope->function;
    size_t count;
    if (dwarf_attr_integrate(&function, DW_AT_frame_base, &attribute) == NULL ||
        dwarf_getlocation_addr(&attribute, scope->frame->address, &ops, &count, 1) !=
            1 ||
        count != 1)
        return false;
    if (ops->atom == DW_OP_call_frame_cfa)
        *base = scope->frame->cfa;
    else if (ops->atom >= DW_OP_reg0 && ops->atom < DW_OP_reg0 + LL_SNAPSHOT_REGISTERS)
        *base = scope->frame->registers[ops->atom - DW_OP_reg0];
    else
        return false;
    return *base != 0;
}

static bool read_word(const struct ll_memory *memory, uint64_t address, uint64_t *word)
{
    const unsigned char *bytes = ll_memory_at(memory, address, sizeof *word);
    if (bytes != NULL)
        memcpy(word, bytes, sizeof *word);
    return bytes != NULL;
}

/* The operations that compilers use for variables without optimisation. */
static bool evaluate(const struct ll_scope *scope, Dwarf_Attribute *attribute,
                     const Dwarf_Op *ops, size_t count, uint64_t *result)
{
    Dwarf_Attribute indexed;
    Dwarf_Addr address;
    uint64_t top = 0;
    for (size_t i = 0; i < count; i++) {
        const Dwarf_Op *op = &ops[i];
        if (op->atom == DW_OP_addr) {
            top = op->number + scope->memory->bias;
        } else if (op->atom == DW_OP_addrx) { /* clang's, in DWARF 5 */
            if (dwarf_getlocation_attr(attribute, op, &indexed) != 0 ||
                dwarf_formaddr(&indexed, &address) != 0)
                return false;
            top = address + scope->memory->bias;
        } else if (op->atom == DW_OP_fbreg) {
            if (!frame_base(scope, &top))
                return false;
            top += op->number;
        } else if (op->atom >= DW_OP_breg0 &&
                   op->atom < DW_OP_breg0 + LL_SNAPSHOT_REGISTERS) {
            top = scope->frame->registers[op->atom - DW_OP_breg0];
            if (top == 0)
                return false;
            top += op->number;
        } else if (op->atom == DW_OP_plus_uconst) {
            top += op->number;
        } else if (op->atom != DW_OP_deref || !read_word(scope->memory, top, &top)) {
            return false;
        }
    }
    *result = top;
    return count > 0;
}

static bool locate(const struct ll_scope *scope, Dwarf_Attribute *attribute,
                   uint64_t *address)
{
    Dwarf_Op *ops;
    size_t count;
    return dwarf_getlocation_addr(attribute, scope->frame->address, &ops, &count, 1) ==
               1 &&
           evaluate(scope, attribute, ops, count, address);
}

bool ll_scope_place(const struct ll_scope *scope, Dwarf_Die *die,
                    struct ll_place_of *place)
{
    Dwarf_Attribute attribute;
    int line = 0;
    const char *name = dwarf_diename(die);
    *place = (struct ll_place_of){0};
    if (name == NULL || !ll_type_of(die, &place->type))
        return false;
    if (dwarf_decl_line(die, &line) != 0)
        line = 0;
    if (ll_asan_frame_find(scope, name, (unsigned)line, &place->address))
        return true;
    return dwarf_attr_integrate(die, DW_AT_location, &attribute) != NULL &&
           locate(scope, &attribute, &place->address);
}

static bool read_number(Dwarf_Die *die, unsigned name, Dwarf_Word *number)
{
    Dwarf_Attribute attribute;
    return dwarf_attr(die, name, &attribute) != NULL &&
           dwarf_formudata(&attribute, number) == 0;
}

/* Where a bit field begins. In clang's older form, which counts from the other end of
 * the field's storage, the machine is little-endian. */
static bool find_bit(Dwarf_Die *die, Dwarf_Word bits, Dwarf_Word *bit)
{
    Dwarf_Word bytes, from_top;
    if (read_number(die, DW_AT_data_bit_offset, bit))
        return true;
    if (!read_number(die, DW_AT_byte_size, &bytes) ||
        !read_number(die, DW_AT_bit_offset, &from_top) || bytes > 8 ||
        from_top + bits > bytes * 8)
        return false;
    *bit = bytes * 8 - from_top - bits;
    return true;
}

bool ll_member_place(Dwarf_Die *die, uint64_t address, struct ll_place_of *place)
{
    Dwarf_Word offset = 0, bit = 0, bits = 0;
    *place = (struct ll_place_of){0};
    read_number(die, DW_AT_data_member_location, &offset);
    bool has_bits = read_number(die, DW_AT_bit_size, &bits);
    if (!ll_type_of(die, &place->type) ||
        (has_bits && (bits == 0 || bits > 56 || !find_bit(die, bits, &bit))))
        return false;
    place->address = address + offset + bit / 8;
    place->bit = (unsigned)(bit % 8);
    place->bits = (unsigned)bits;
    return true;
}

/* ---- scopes -------------------------------------------------------------------- */

bool ll_scope_open(struct ll_scope *scope, const struct ll_program *program,
                   const struct ll_memory *memory, const struct ll_memory_frame *frame)
{
    Dwarf_Die unit;
    const char *file;
    *scope = (struct ll_scope){.program = program, .memory = memory, .frame = frame};
    if (!find_unit(program, frame->address, &unit) ||
        !ll_program_line(program, frame->address, &file, &scope->line))
        return false;
    scope->count = dwarf_getscopes(&unit, frame->address, &scope->scopes);
    for (int i = 0; i < scope->count; i++)
        if (dwarf_tag(&scope->scopes[i]) == DW_TAG_subprogram) {
            scope->function = scope->scopes[i];
            return true;
        }
    return false;
}

void ll_scope_close(struct ll_scope *scope)
{
    free(scope->scopes);
    *scope = (struct ll_scope){0};
}

static bool is_variable(Dwarf_Die *die)
{
    int tag = dwarf_tag(die);
    return tag == DW_TAG_variable || tag == DW_TAG_formal_parameter;
}

/* A local variable does not exist before its declaration. */
static bool is_declared(const struct ll_scope *scope, int index, Dwarf_Die *die)
{
    int line;
    Dwarf_Die block = scope->scopes[index];
    return dwarf_tag(die) == DW_TAG_formal_parameter ||
           dwarf_tag(&block) == DW_TAG_compile_unit ||
           dwarf_decl_line(die, &line) != 0 || line <= (int)scope->line;
}

bool ll_scope_find(const struct ll_scope *scope, const char *name,
                   struct ll_place_of *place)
{
    for (int i = 0; i < scope->count; i++) {
        Dwarf_Die child;
        if (dwarf_child(&scope->scopes[i], &child) != 0)
            continue;
        do {
            const char *found = is_variable(&child) ? dwarf_diename(&child) : NULL;
            if (found != NULL && strcmp(found, name) == 0 &&
                is_declared(scope, i, &child))
                return ll_scope_place(scope, &child, place);
        } while (dwarf_siblingof(&child, &child) == 0);
    }
    return false;
}

bool ll_scope_who(const struct ll_scope *scope, uint64_t address,
                  struct ll_place_of *place, const char **name, bool *of_file)
{
    for (int i = 0; i < scope->count; i++) {
        Dwarf_Die child;
        *of_file = dwarf_tag(&scope->scopes[i]) == DW_TAG_compile_unit;
        if (dwarf_child(&scope->scopes[i], &child) != 0)
            continue;
        do {
            if (!is_variable(&child) || !is_declared(scope, i, &child) ||
                !ll_scope_place(scope, &child, place) ||
                address - place->address > ll_type_size(scope, &place->type))
                continue;
            if (address - place->address == ll_type_size(scope, &place->type) &&
                ll_memory_block(scope->memory, address) != NULL)
                continue;
            *name = dwarf_diename(&child);
            if (address - place->address < ll_type_size(scope, &place->type))
                return true;
        } while (dwarf_siblingof(&child, &child) == 0);
    }
    return false;
}

bool ll_scope_same_file(const struct ll_scope *a, const struct ll_scope *b)
{
    return a->count > 0 && b->count > 0 &&
           dwarf_dieoffset(&a->scopes[a->count - 1]) ==
               dwarf_dieoffset(&b->scopes[b->count - 1]);
}

/* ---- arrays -------------------------------------------------------------------- */

/* The bound of an array whose length the program computes: it is in a variable that the
 * compiler made. */
static bool read_bound(const struct ll_scope *scope, Dwarf_Attribute *attribute,
                       long long *bound)
{
    struct ll_place_of place;
    Dwarf_Die die;
    uint64_t address, word;
    if (scope == NULL)
        return false;
    if (dwarf_formref_die(attribute, &die) != NULL) {
        Dwarf_Attribute location;
        if (dwarf_attr_integrate(&die, DW_AT_location, &location) == NULL ||
            !locate(scope, &location, &address) || !ll_type_of(&die, &place.type))
            return false;
        if (!read_word(scope->memory, address, &word))
            return false;
        *bound = (long long)word;
        return true;
    }
    if (!locate(scope, attribute, &address))
        return false;
    *bound = (long long)address; /* the expression's value is the bound itself */
    return true;
}

/* The range of the dimension after `inside` ones. */
static bool find_range(Dwarf_Die *array, unsigned inside, Dwarf_Die *range)
{
    if (dwarf_child(array, range) != 0)
        return false;
    do
        if (dwarf_tag(range) == DW_TAG_subrange_type && inside-- == 0)
            return true;
    while (dwarf_siblingof(range, range) == 0);
    return false;
}

long long ll_scope_elements(const struct ll_scope *scope, Dwarf_Die *array,
                            unsigned inside)
{
    Dwarf_Die range;
    Dwarf_Attribute attribute;
    Dwarf_Word number;
    long long bound;
    if (!find_range(array, inside, &range))
        return -1;
    if (dwarf_attr(&range, DW_AT_count, &attribute) != NULL) { /* clang's */
        if (dwarf_formudata(&attribute, &number) == 0)
            return (long long)number;
        return read_bound(scope, &attribute, &bound) && bound >= 0 ? bound : -1;
    }
    if (dwarf_attr(&range, DW_AT_upper_bound, &attribute) == NULL)
        return -1;
    if (dwarf_formudata(&attribute, &number) == 0)
        bound = (long long)number;
    else if (!read_bound(scope, &attribute, &bound))
        return -1;
    return bound < -1 || bound > INT32_MAX ? -1 : bound + 1;
}
