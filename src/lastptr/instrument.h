/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * instrument: adds to the program's code the calls that keep the counts up to date.
 */
#ifndef LP_INSTRUMENT_H
#define LP_INSTRUMENT_H

#include "vg_compat.h"

/* Returns a new superblock that does what `in` does and tells the counters. It belongs
 * to the core, which calls this once for each superblock. */
IRSB *lp_instrument(VgCallbackClosure *closure, IRSB *in, const VexGuestLayout *layout,
                    const VexGuestExtents *extents, const VexArchInfo *host,
                    IRType guest_word, IRType host_word);

#endif
