/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * rings: whether a block that has pointers is lost all the same.
 */
#ifndef LP_RINGS_H
#define LP_RINGS_H

#include "records.h"

/* Whether only blocks that it leads to have strong pointers to the block, and only such
 * blocks have any to those. (A pointer in a register is not seen.) False may be wrong:
 * another lost block may lead to it, or it leads to more blocks than are searched. The
 * search takes time: ask only where the answer is rarely needed. */
Bool lp_is_cut_off(const struct block *block);

#endif
