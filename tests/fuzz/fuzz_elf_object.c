/* SPDX-License-Identifier: MIT
 *
 * The object that a submission was compiled to. */
#include <elf.h>
#include <string.h>

#include "fuzz/fuzz.h"
#include "submission/elf_object.h"

/* All that the object's texts and sections say; the sum keeps the reads. */
static size_t use(const struct ll_elf_object *object)
{
    size_t sum = ll_elf_object_find(object, "main") != NULL;
    for (size_t i = 0; i < object->symbol_count; i++)
        sum += strlen(object->symbols[i].name) +
               ll_symbol_is_given(&object->symbols[i]) +
               ll_symbol_is_taken(&object->symbols[i]);
    for (size_t i = 0; i < object->section_count; i++) {
        const struct ll_section *section = &object->sections[i];
        sum += strlen(section->name) + ll_section_runs_by_itself(section);
        if (section->bytes != NULL && section->size > 0)
            sum += section->bytes[0] + section->bytes[section->size - 1];
    }
    return sum;
}

static bool read_object(const uint8_t *bytes, size_t count)
{
    struct ll_elf_object object;
    bool good =
        ll_elf_object_read(fuzz_file(bytes, count), ll_machine(), &object, NULL) == 0;
    if (good)
        fuzz_keep(use(&object));
    ll_elf_object_release(&object);
    return good;
}

/* A header, sections for texts and symbols, one symbol "main". */
static void examples(struct ll_buf *good, struct ll_buf *bad)
{
    static const char texts[] = "\0.symtab\0.strtab\0main";
    const Elf64_Sym symbols[2] = {
        {0}, {.st_name = 17, .st_info = ELF64_ST_INFO(STB_GLOBAL, STT_FUNC)}};
    Elf64_Ehdr head = {.e_type = ET_REL,
                       .e_machine = (Elf64_Half)ll_machine()->elf,
                       .e_shoff = sizeof head,
                       .e_shentsize = sizeof(Elf64_Shdr),
                       .e_shnum = 3,
                       .e_shstrndx = 2};
    Elf64_Shdr sections[3] = {
        {.sh_type = SHT_NULL},
        {.sh_type = SHT_SYMTAB, .sh_name = 1, .sh_link = 2, .sh_size = sizeof symbols},
        {.sh_type = SHT_STRTAB, .sh_name = 9, .sh_size = sizeof texts}};
    memcpy(head.e_ident, ELFMAG, SELFMAG);
    head.e_ident[EI_CLASS] = ELFCLASS64;
    sections[1].sh_offset = sizeof head + sizeof sections;
    sections[2].sh_offset = sections[1].sh_offset + sizeof symbols;
    ll_buf_add(good, &head, sizeof head);
    ll_buf_add(good, sections, sizeof sections);
    ll_buf_add(good, symbols, sizeof symbols);
    ll_buf_add(good, texts, sizeof texts);
    ll_buf_add(bad, ll_buf_text(good), good->len - 1);
}

const struct fuzzer fuzzer = {read_object, examples};
