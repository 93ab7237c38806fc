/* SPDX-License-Identifier: MIT */
#include "project/built.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"

/* ---- the ELF file ------------------------------------------------------------- */

static bool is_among(const char *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return false;
}

static void look_at_symbol(const char *name, const GElf_Sym *symbol,
                           struct ll_built *built)
{
    static const char *const sanitizers[] = {"__asan_init", "__tsan_init",
                                             "__msan_init", "__hwasan_init", NULL};
    static const char *const runners[] = {"srunner_run_all", "srunner_run",
                                          "srunner_run_tagged", NULL};
    built->is_sanitized = built->is_sanitized || is_among(name, sanitizers);
    built->is_suite = built->is_suite || is_among(name, runners);
    built->has_malloc =
        built->has_malloc ||
        (symbol->st_shndx != SHN_UNDEF && GELF_ST_TYPE(symbol->st_info) == STT_FUNC &&
         GELF_ST_BIND(symbol->st_info) != STB_LOCAL && strcmp(name, "malloc") == 0);
}

/* Look at the symbols of that section. */
static void look_at_symbols(Elf *elf, Elf_Scn *section, const GElf_Shdr *header,
                            struct ll_built *built)
{
    Elf_Data *data = elf_getdata(section, NULL);
    if (data == NULL || header->sh_entsize == 0)
        return;
    for (size_t i = 0; i < header->sh_size / header->sh_entsize; i++) {
        GElf_Sym symbol;
        const char *name = gelf_getsym(data, (int)i, &symbol) == NULL
                               ? NULL
                               : elf_strptr(elf, header->sh_link, symbol.st_name);
        if (name != NULL)
            look_at_symbol(name, &symbol, built);
    }
}

static void look_at_file(Elf *elf, struct ll_built *built)
{
    size_t count = 0;
    GElf_Ehdr header;
    built->is_program = elf_kind(elf) == ELF_K_ELF &&
                        gelf_getehdr(elf, &header) != NULL &&
                        (header.e_type == ET_EXEC || header.e_type == ET_DYN);
    if (!built->is_program || elf_getphdrnum(elf, &count) != 0)
        return;
    built->is_static = true;
    for (size_t i = 0; i < count; i++) {
        GElf_Phdr segment;
        if (gelf_getphdr(elf, (int)i, &segment) != NULL && segment.p_type == PT_INTERP)
            built->is_static = false;
    }
    for (Elf_Scn *section = NULL; (section = elf_nextscn(elf, section)) != NULL;) {
        GElf_Shdr shape;
        if (gelf_getshdr(section, &shape) == NULL ||
            (shape.sh_type != SHT_DYNSYM && shape.sh_type != SHT_SYMTAB))
            continue;
        built->has_names = built->has_names || shape.sh_type == SHT_SYMTAB;
        look_at_symbols(elf, section, &shape, built);
    }
}

/* ---- its debug information ---------------------------------------------------- */

static const char *text_of(Dwarf_Die *die, unsigned name)
{
    Dwarf_Attribute attribute;
    return dwarf_formstring(dwarf_attr(die, name, &attribute));
}

/* "GNU C17 12.2.0 -mtune=generic -g -O2": gcc writes its options down. */
static bool tells_optimised(const char *producer)
{
    const char *last = NULL;
    for (const char *at = producer; (at = strstr(at, " -O")) != NULL; at += 3)
        last = at + 3;
    return last != NULL && *last != '0' && !ll_starts_with(last, "g ") &&
           strcmp(last, "g") != 0;
}

/* Add the folder, if it is there and none of the system's. */
static int add_folder(struct ll_strings *folders, const char *folder,
                      struct ll_error *err)
{
    char *real = ll_path_is_dir(folder) ? ll_path_real(folder, NULL) : NULL;
    if (real != NULL && strcmp(real, "/") != 0 && !ll_starts_with(real, "/usr/") &&
        !ll_strings_has(folders, real))
        ll_strings_add(folders, real);
    free(real);
    return ll_strings_ok(folders, err);
}

/* A unit is compiled in one folder, and its source may lie in another. */
static int add_folders(struct ll_strings *folders, const char *compiled_in,
                       const char *source, struct ll_error *err)
{
    char *path = ll_path_join(compiled_in, source);
    char *folder = path == NULL ? NULL : ll_path_dir(path);
    int result = folder == NULL ? ll_fail_memory(err) : 0;
    if (result == 0 && ll_path_exists(path)) {
        result = add_folder(folders, folder, err);
        if (result == 0)
            result = add_folder(folders, compiled_in, err);
    }
    free(folder);
    free(path);
    return result;
}

/* A test may include the source that it tests, which lies in another folder. */
static int add_included(struct ll_strings *folders, const char *compiled_in,
                        Dwarf_Die *unit, struct ll_error *err)
{
    static const char *const endings[] = {".c", ".cc", ".cpp", ".cxx"};
    Dwarf_Files *files;
    size_t count = 0;
    int result = 0;
    if (dwarf_getsrcfiles(unit, &files, &count) != 0)
        return 0;
    for (size_t i = 0; i < count && result == 0; i++) {
        const char *name = dwarf_filesrc(files, i, NULL, NULL);
        bool is_source = false;
        for (size_t k = 0; name != NULL && k < sizeof endings / sizeof *endings; k++)
            is_source = is_source || ll_path_ends(name, endings[k]);
        if (is_source)
            result = add_folders(folders, compiled_in, name, err);
    }
    return result;
}

static int look_at_unit(Dwarf_Die *unit, struct ll_built *built,
                        struct ll_strings *folders, struct ll_error *err)
{
    const char *folder = text_of(unit, DW_AT_comp_dir);
    const char *source = text_of(unit, DW_AT_name);
    const char *producer = text_of(unit, DW_AT_producer);
    if (folder == NULL || source == NULL ||
        dwarf_srclang(unit) == DW_LANG_Mips_Assembler)
        return 0;
    built->has_lines = true;
    built->is_optimised =
        built->is_optimised || (producer != NULL && tells_optimised(producer));
    if (folders == NULL)
        return 0;
    int result = add_folders(folders, folder, source, err);
    return result == 0 ? add_included(folders, folder, unit, err) : result;
}

static int look_at_units(Elf *elf, struct ll_built *built, struct ll_strings *folders,
                         struct ll_error *err)
{
    int result = 0;
    Dwarf *dwarf = dwarf_begin_elf(elf, DWARF_C_READ, NULL);
    Dwarf_CU *unit = NULL;
    Dwarf_Die die;
    while (dwarf != NULL && result == 0 &&
           dwarf_get_units(dwarf, unit, &unit, NULL, NULL, &die, NULL) == 0)
        result = look_at_unit(&die, built, folders, err);
    if (dwarf != NULL)
        dwarf_end(dwarf);
    return result;
}

/* As LL_PRELOAD_SYSTEMS of runtime/preload.h has them. */
bool ll_built_is_systems(const char *path)
{
    static const char *const systems[] = {"/usr/", "/bin/",  "/sbin/",
                                          "/lib",  "/snap/", "/nix/"};
    for (size_t i = 0; i < sizeof systems / sizeof *systems; i++)
        if (ll_starts_with(path, systems[i]))
            return true;
    return false;
}

int ll_built_look(const char *path, struct ll_built *built, struct ll_strings *folders,
                  struct ll_error *err)
{
    int result = 0;
    *built = (struct ll_built){0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || elf_version(EV_CURRENT) == EV_NONE)
        goto out;
    Elf *elf = elf_begin(fd, ELF_C_READ_MMAP, NULL);
    if (elf != NULL) {
        look_at_file(elf, built);
        if (built->is_program)
            result = look_at_units(elf, built, folders, err);
        elf_end(elf);
    }

out:
    if (fd >= 0)
        close(fd);
    return result;
}
