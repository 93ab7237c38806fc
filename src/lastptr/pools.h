/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * pools: blocks that the program's own allocator carves out of memory which it has
 * already. The program tells of them with Valgrind's client requests, the same that
 * memcheck answers: VALGRIND_MALLOCLIKE_BLOCK, VALGRIND_MEMPOOL_ALLOC and their like.
 *
 * Ownership: the memory of such a block belongs to the program. Its record is a ghost
 * as soon as the program says that it is free; nothing is put into the quarantine.
 */
#ifndef LP_POOLS_H
#define LP_POOLS_H

/* Asks the core for client requests. Call once, before the program starts. */
void lp_pools_init(void);

#endif
