/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * parts: words that are written piece by piece, and pointers that are only guessed.
 *
 * If a word had no pointer, and has an address in a block after some of its bytes were
 * written, that is a guess: a text that is written byte by byte may be an address for a
 * moment. When a pointer is copied so, the writes lie side by side, and one of them
 * reaches an end of the word while the word points to the block. A guess that goes
 * before this was none: the block is as it was.
 *
 * The last words are remembered only, one place for several words. What is forgotten
 * counts as a pointer. Sets of bytes of a word have one bit for each.
 */
#ifndef LP_PARTS_H
#define LP_PARTS_H

#include "records.h"

#define ALL_BYTES 0xffu

/* These bytes of the word were written. */
void lp_part_write(Addr word, UInt bytes);

/* Whether that can have been the last write of a pointer. */
Bool lp_part_is_complete(Addr word);

/* These bytes were written while the word had a pointer. Returns all such bytes. */
UInt lp_part_written(Addr word, UInt bytes);

/* The word of each place; 0: none. */
#define LP_PARTS 256
extern Addr lp_part_words[LP_PARTS];

static inline Bool lp_part_is_known(Addr word)
{
    return lp_part_words[(word >> 3) % LP_PARTS] == word;
}

/* The whole word has changed. Call if it is known. */
void lp_part_forget(Addr word);

/* The word gets a pointer to the block, which is a guess. */
void lp_guess_begin(Addr word, const struct block *block);

/* The word's pointer is no guess. */
void lp_guess_end(Addr word);

/* How many guesses there are: if there are none, lp_is_guess need not be asked. */
extern UInt lp_guess_count;
Bool lp_is_guess(Addr word);

/* The word has lost that entry, which was a guess. Takes it from the block's counts.
 * False: the block has no other pointer any more, so it was a pointer, and the counts
 * are unchanged. The word has no guess now. */
Bool lp_guess_undo(Addr word, UInt entry);

#endif
