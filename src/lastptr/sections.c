/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sections: the sections of debug information in an ELF file. See sections.h.
 */
#include "sections.h"
#include "elf.h"

#define SECTION_MAX (256UL << 20)

/* The bytes, with a zero byte behind them; free with VG_(free). NULL: they cannot be
 * read. */
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

static void section_keep(struct sections *sections, Int fd, const HChar *name,
                         const struct elf_section *header)
{
    const struct {
        const HChar *name;
        struct section *section;
    } wanted[] = {
        {".debug_info", &sections->info},
        {".debug_abbrev", &sections->abbrev},
        {".debug_str", &sections->str},
        {".debug_line_str", &sections->line_str},
        {".debug_addr", &sections->addr},
        {".debug_str_offsets", &sections->str_offsets},
    };
    UInt i;

    for (i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        if (VG_(strcmp)(name, wanted[i].name) == 0 &&
            !(header->flags & SHF_COMPRESSED)) {
            wanted[i].section->bytes = read_at(fd, header->offset, header->size);
            wanted[i].section->size = wanted[i].section->bytes ? header->size : 0;
        }
    }
}

Bool lp_sections_read(struct sections *sections, Int fd)
{
    struct elf_header *header = (void *)read_at(fd, 0, sizeof *header);
    struct elf_section *headers = NULL;
    struct section names = {NULL, 0};
    UInt i, count;

    if (!header || VG_(memcmp)(header->ident, ELF_64_LITTLE, 6) != 0 ||
        header->shentsize != sizeof *headers || header->shstrndx >= header->shnum)
        goto out;
    count = header->shnum;
    headers = (void *)read_at(fd, header->shoff, (ULong)count * sizeof *headers);
    if (!headers)
        goto out;
    names.size = headers[header->shstrndx].size;
    names.bytes = read_at(fd, headers[header->shstrndx].offset, names.size);
    for (i = 0; names.bytes && i < count; i++) {
        /* read_at put a zero byte behind the names */
        if (headers[i].name < names.size)
            section_keep(sections, fd, (const HChar *)names.bytes + headers[i].name,
                         &headers[i]);
    }
out:
    VG_(free)(header);
    VG_(free)(headers);
    VG_(free)((void *)names.bytes);
    return sections->info.size && sections->abbrev.size;
}
