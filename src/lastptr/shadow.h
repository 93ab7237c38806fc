/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * shadow: two maps over the program's addresses.
 *
 *   word    -> entry   which block the value of the 8-byte word points into
 *   address -> block   which live heap block contains the address
 *
 * A word without an entry may be stale: it still has bytes of a pointer that it held,
 * because its frame or its block has ended, or the rest was overwritten. The map knows
 * which of its bytes those are.
 *
 * Invariants: a word has an entry only if the program stored a pointer there while the
 * block was live, and has not changed the word since. An entry's id is valid: a block
 * keeps its id while any entry has it (records.h). The heap's range only grows.
 *
 * The maps do not count. Whoever changes an entry must tell the block: only count.c
 * calls lp_entry_set.
 */
#ifndef LP_SHADOW_H
#define LP_SHADOW_H

#include "records.h"

/* An entry is a block's id and three flags. 0: the word points to no block. */
#define ENTRY_START 1u /* it points to the block's first byte */
#define ENTRY_WEAK 2u  /* a copy that does not keep the block: see count.c */
#define ENTRY_ROOT 4u  /* the word is not in a heap block */
#define ENTRY_ID(entry) ((entry) >> 3)
#define ENTRY(id, flags) (((id) << 3) | (flags))

/* All addresses that blocks ever had lie in [min, min + length), and have no other bits
 * than those of `mask`: their lower half, as long as that is enough. Generated code
 * reads it. */
extern struct heap_range {
    Addr min;
    UWord length, mask;
} lp_heap;

/* The word's entry; 0 for a stale word. To set an entry, even 0, ends staleness. */
UInt lp_entry(Addr word);
void lp_entry_set(Addr word, UInt entry);

/* The bytes of the word that are left over, one bit for each; 0: it is not stale.
 * `bytes` must not be 0; the word has no entry any more. */
UInt lp_stale_bytes(Addr word);
void lp_stale_set(Addr word, UInt bytes);

/* The first word that has an entry, at or after `from` and below `to`; else `to`. */
Addr lp_entry_next(Addr from, Addr to);

/* The same for words that have an entry or are stale. */
Addr lp_word_next(Addr from, Addr to);

/* Calls `visit` for each word that has an entry. */
void lp_entries_visit(void (*visit)(Addr word, UInt entry));

/* Enter a block into the map of the heap, or take it out. No two blocks overlap, except
 * that carved blocks may lie in a block of malloc. */
void lp_heap_add(const struct block *block);
void lp_heap_remove(const struct block *block);

/* The live block that contains the address; NULL: none. A block that the program carved
 * out of another one comes first. */
struct block *lp_heap_find(Addr address);

/* The same, among the blocks that malloc and its family returned. */
struct block *lp_heap_malloced(Addr address);

/* The carved block with the lowest address that ends after `from`; NULL: none. */
struct block *lp_carved_next(Addr from);

/* The address behind the block. An empty block has one byte, as in memcheck. */
Addr lp_block_end(const struct block *block);

#endif
