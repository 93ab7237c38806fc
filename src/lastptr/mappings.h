/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * mappings: where the program's mappings of memory begin.
 *
 * The core joins mappings that lie side by side into one segment. It does so with the
 * stacks of threads, too: with glibc 2.43 the kernel guards the pages between two
 * stacks, and they are no mappings of their own.
 */
#ifndef LP_MAPPINGS_H
#define LP_MAPPINGS_H

#include "vg_compat.h"

/* Call before any other function of this module. */
void lp_mappings_init(void);

/* The program has mapped memory, perhaps over older mappings, or has unmapped it. */
void lp_mapping_made(Addr from, SizeT size);
void lp_mapping_gone(Addr from, SizeT size);

/* Where the mapping begins that has the address, in a segment that begins at `segment`.
 */
Addr lp_mapping_begin(Addr address, Addr segment);

#endif
