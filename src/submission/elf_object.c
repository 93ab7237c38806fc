/* SPDX-License-Identifier: MIT */
#include "submission/elf_object.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"

#define OBJECT_MAX ((size_t)16 << 20)

/* `count` things of `size` bytes at `offset`; NULL: not all of them in the file. */
static const void *part(const struct ll_buf *file, uint64_t offset, uint64_t count,
                        uint64_t size)
{
    if (offset > file->len || (size > 0 && count > (file->len - offset) / size))
        return NULL;
    return file->data + offset;
}

/* A text in a table of texts. */
static const char *text(const struct ll_buf *file, const Elf64_Shdr *table, uint64_t at)
{
    const char *texts = part(file, table->sh_offset, table->sh_size, 1);
    if (texts == NULL || at >= table->sh_size ||
        memchr(texts + at, '\0', table->sh_size - at) == NULL)
        return NULL;
    return texts + at;
}

static bool read_symbols(struct ll_elf_object *object, const Elf64_Shdr *headers,
                         size_t count, const Elf64_Shdr *table, struct ll_error *err)
{
    size_t symbols = table->sh_size / sizeof(Elf64_Sym);
    const char *from =
        part(&object->file, table->sh_offset, symbols, sizeof(Elf64_Sym));
    if (from == NULL || table->sh_link >= count || object->symbols != NULL)
        return false;
    object->symbols = calloc(symbols + 1, sizeof *object->symbols);
    if (object->symbols == NULL)
        return ll_fail_memory(err) == 0;
    for (size_t i = 0; i < symbols; i++) {
        Elf64_Sym symbol;
        memcpy(&symbol, from + i * sizeof symbol, sizeof symbol);
        const char *name =
            text(&object->file, &headers[table->sh_link], symbol.st_name);
        if (name == NULL)
            return false;
        if (name[0] != '\0')
            object->symbols[object->symbol_count++] = (struct ll_symbol){
                name, ELF64_ST_TYPE(symbol.st_info), ELF64_ST_BIND(symbol.st_info),
                symbol.st_shndx != SHN_UNDEF, symbol.st_shndx == SHN_COMMON};
    }
    return true;
}

static bool read_all(struct ll_elf_object *object, struct ll_error *err)
{
    const struct ll_buf *file = &object->file;
    Elf64_Ehdr head;
    if (file->len < sizeof head)
        return false;
    memcpy(&head, file->data, sizeof head);
    if (memcmp(head.e_ident, ELFMAG, SELFMAG) != 0 ||
        head.e_ident[EI_CLASS] != ELFCLASS64 || head.e_type != ET_REL ||
        head.e_machine != object->machine->elf ||
        head.e_shentsize != sizeof(Elf64_Shdr) || head.e_shnum == 0 ||
        head.e_shstrndx >= head.e_shnum)
        return false;
    const void *from = part(file, head.e_shoff, head.e_shnum, sizeof(Elf64_Shdr));
    Elf64_Shdr *headers = calloc(head.e_shnum, sizeof *headers);
    object->sections = calloc(head.e_shnum, sizeof *object->sections);
    bool good = from != NULL && headers != NULL && object->sections != NULL;
    if (headers == NULL || object->sections == NULL)
        ll_fail_memory(err);
    if (good)
        memcpy(headers, from, head.e_shnum * sizeof *headers);
    for (size_t i = 0; i < head.e_shnum && good; i++) {
        const Elf64_Shdr *header = &headers[i];
        const char *name = text(file, &headers[head.e_shstrndx], header->sh_name);
        bool there = header->sh_type != SHT_NOBITS;
        const uint8_t *bytes =
            there ? part(file, header->sh_offset, header->sh_size, 1) : NULL;
        good = name != NULL && (bytes != NULL || !there);
        if (good)
            object->sections[object->section_count++] =
                (struct ll_section){name,
                                    header->sh_type,
                                    header->sh_flags,
                                    header->sh_size,
                                    header->sh_addralign,
                                    bytes};
        if (good && header->sh_type == SHT_SYMTAB)
            good = read_symbols(object, headers, head.e_shnum, header, err);
    }
    free(headers);
    return good;
}

int ll_elf_object_read(const char *path, const struct ll_machine *machine,
                       struct ll_elf_object *object, struct ll_error *err)
{
    *object = (struct ll_elf_object){.file = LL_BUF_INIT, .machine = machine};
    struct ll_error why = {0};
    if (ll_file_read(path, OBJECT_MAX, &object->file, err) != 0)
        return -1;
    if (read_all(object, &why))
        return 0;
    if (why.fault != LL_FAULT_NONE)
        return ll_fail_memory(err);
    return ll_fail(err, LL_FAULT_INPUT, "cannot read '%s': no object for %s",
                   ll_path_base(path), machine->title);
}

void ll_elf_object_release(struct ll_elf_object *object)
{
    free(object->symbols);
    free(object->sections);
    ll_buf_release(&object->file);
    *object = (struct ll_elf_object){.file = LL_BUF_INIT};
}

const struct ll_symbol *ll_elf_object_find(const struct ll_elf_object *object,
                                           const char *name)
{
    for (size_t i = 0; i < object->symbol_count; i++)
        if (strcmp(object->symbols[i].name, name) == 0)
            return &object->symbols[i];
    return NULL;
}

bool ll_symbol_is_given(const struct ll_symbol *symbol)
{
    return symbol->defined && symbol->binding != STB_LOCAL &&
           symbol->type != STT_SECTION;
}

bool ll_symbol_is_taken(const struct ll_symbol *symbol)
{
    return !symbol->defined && symbol->binding != STB_LOCAL;
}

bool ll_symbol_stays_global(const struct ll_symbol *symbol)
{
    return symbol->defined && (symbol->common || (symbol->binding != STB_LOCAL &&
                                                  symbol->binding != STB_GLOBAL &&
                                                  symbol->binding != STB_WEAK));
}

bool ll_section_runs_by_itself(const struct ll_section *section)
{
    static const char *const names[] = {".init", ".fini", ".ctors", ".dtors",
                                        ".preinit_array"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ll_starts_with(section->name, names[i]))
            return true;
    return false;
}
