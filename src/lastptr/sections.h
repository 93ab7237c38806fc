/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sections: the sections of debug information in an ELF file.
 *
 * Ownership: the bytes of the sections belong to the caller, who never frees
 * them. Errors: a section that is
 * missing, compressed or larger than 256 MiB stays empty.
 */
#ifndef LP_SECTIONS_H
#define LP_SECTIONS_H

#include "vg_compat.h"

struct section {
    const UChar *bytes; /* NULL: the file has no such section */
    ULong size;
};

struct sections {
    struct section info, abbrev, str, line_str, addr, str_offsets;
};

/* Reads the sections of an open file. `sections` must be zero. False: the file has no
 * debug information that can be read. */
Bool lp_sections_read(struct sections *sections, Int fd);

#endif
