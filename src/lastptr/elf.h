/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * elf: what lastptr reads of ELF files with 64-bit structures in little-endian order.
 * The structures are those of <elf.h>, which the tool cannot include: it is built
 * without the C library.
 */
#ifndef LP_ELF_H
#define LP_ELF_H

#include "vg_compat.h"

/* The first bytes of each file, and of one with these structures. */
#define ELF_MAGIC "\177ELF"
#define ELF_64_LITTLE ELF_MAGIC "\2\1"

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

#define SHF_COMPRESSED 0x800 /* a flag of a section */

/* A piece of the program as it is loaded. */
struct elf_part {
    UInt type, flags;
    ULong offset, address, physical, file_size, size, align;
};

#define PT_LOAD 1 /* its type: it is loaded */
#define PT_TLS 7  /* each thread gets a copy */
#define PF_W 2    /* a flag: it can be written */

/* Of what the kernel tells a program when it starts: where these pieces are listed in
 * memory, and how many there are. */
#define AT_PHDR 3
#define AT_PHNUM 5

#endif
