/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sections: the sections of debug information in an ELF file.
 */
#include "cursor.h"

struct elf_header {
    UChar ident[16];
    UShort type, machine;
    UInt version;
    ULong entry, phoff, shoff;
    UInt flags;
    UShort ehsize, phentsize, phnum, shentsize, shnum, shstrndx;
};

struct elf_section {
    UInt name, type;
    ULong flags, addr, offset, size;
    UInt link, info;
    ULong align, entsize;
};

#define ELF_COMPRESSED 0x800
#define SECTION_MAX (256UL << 20)

static UChar *read_at(Int fd, ULong offset, ULong size)
{
    UChar *bytes;
    ULong done = 0;

    if (!size || size > SECTION_MAX || VG_(lseek)(fd, (Off64T)offset, VKI_SEEK_SET) < 0)
        return NULL;
    bytes = VG_(malloc)("lastptr.dwarf.section", size + 1);
    while (done < size) {
        Int got = VG_(read)(fd, bytes + done, (Int)(size - done));

        if (got <= 0) {
            VG_(free)(bytes);
            return NULL;
        }
        done += (ULong)got;
    }
    bytes[size] = 0;
    return bytes;
}

static void section_keep(struct debug *debug, Int fd, const HChar *name,
                         const struct elf_section *header)
{
    const struct {
        const HChar *name;
        struct section *section;
    } wanted[] = {
        {".debug_info", &debug->info}, {".debug_abbrev", &debug->abbrev},
        {".debug_str", &debug->str},   {".debug_line_str", &debug->line_str},
        {".debug_addr", &debug->addr}, {".debug_str_offsets", &debug->str_offsets},
    };
    UInt i;

    for (i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        if (VG_(strcmp)(name, wanted[i].name) == 0 &&
            !(header->flags & ELF_COMPRESSED)) {
            wanted[i].section->bytes = read_at(fd, header->offset, header->size);
            wanted[i].section->size = wanted[i].section->bytes ? header->size : 0;
        }
    }
}

Bool lp_sections_read(struct debug *debug, Int fd)
{
    struct elf_header *header = (void *)read_at(fd, 0, sizeof *header);
    struct elf_section *sections = NULL;
    struct section names = {NULL, 0};
    UInt i, count;

    if (!header || VG_(memcmp)(header->ident, "\177ELF\2\1", 6) != 0 ||
        header->shentsize != sizeof *sections || header->shstrndx >= header->shnum)
        goto out;
    count = header->shnum;
    sections = (void *)read_at(fd, header->shoff, (ULong)count * sizeof *sections);
    if (!sections)
        goto out;
    names.size = sections[header->shstrndx].size;
    names.bytes = read_at(fd, sections[header->shstrndx].offset, names.size);
    for (i = 0; names.bytes && i < count; i++) {
        const HChar *name = text_at(&names, sections[i].name);

        if (name)
            section_keep(debug, fd, name, &sections[i]);
    }
out:
    VG_(free)(header);
    VG_(free)(sections);
    VG_(free)((void *)names.bytes);
    return debug->info.size && debug->abbrev.size;
}
