/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * copies: what the log of events already tells of the program's memory.
 *
 * Each byte is known or not. Of a known byte there is a copy: its value when it was
 * last told. An address above 2^37 has no copy: there it is as if nothing changed.
 */
#ifndef LP_COPIES_H
#define LP_COPIES_H

#include "vg_compat.h"

/* Makes the bytes known, with the values that they have now. They must not cross a
 * multiple of LP_COPY_PAGE. True: some had another value, or were not known; *from and
 * *size are reduced to the range from the first of these to the last. */
#define LP_COPY_PAGE ((Addr)1 << 16)
Bool lp_copy_update(Addr *from, SizeT *size);

/* From now on the bytes in [from, to) are not known. */
void lp_copy_forget(Addr from, Addr to);

/* The next run of known bytes in [*from, to): sets *from to its begin, and returns its
 * length; 0: there is none. */
SizeT lp_copy_next_known(Addr *from, Addr to);

#endif
