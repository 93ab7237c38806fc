/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * blocks: the program's heap. Replaces malloc, free and their family.
 *
 * Ownership: a live block's memory belongs to the program. A freed block's memory
 * belongs to the quarantine in blocks.c, which gives it back to Valgrind's allocator.
 */
#ifndef LP_BLOCKS_H
#define LP_BLOCKS_H

/* Registers the replacements with the core. Call once, before the program starts. */
void lp_blocks_init(void);

#endif
