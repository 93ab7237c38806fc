/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * parts: words that are written piece by piece, and pointers that are only guessed.
 *
 * Examples. An old number is in the word, and a block lies at 4a1f040:
 *
 *     text "12"                        copy of a pointer
 *     4a1f0c5   the number             4a1f0c5
 *     4a1f031   '1': not in a block    4a1f040   byte 0: a guess
 *     4a13231   '2'                    …         bytes 1 to 6: the same value
 *                                      4a1f040   byte 7: the word's end; a pointer
 *
 * If '1' were 40, the block would have a pointer, and lose it at '2'.
 */
#include "parts.h"
#include "shadow.h"

#define END_BYTES 0x81u

static struct part {
    UInt written; /* while it points to the same block */
    UInt run;     /* by the last writes, which lie side by side */
    UInt last;    /* by the last write */
    UInt writes;  /* how many are in the run */
    Bool is_guess;
    enum block_state state; /* of the block before the guess */
    UChar on_way;           /* the same */
} parts[LP_PARTS];

Addr lp_part_words[LP_PARTS];

UInt lp_guess_count;

static struct part *part_of(Addr word)
{
    return &parts[(word >> 3) % LP_PARTS];
}

static void guess_end(struct part *part)
{
    lp_guess_count -= part->is_guess;
    part->is_guess = False;
}

void lp_part_forget(Addr word)
{
    guess_end(part_of(word));
    lp_part_words[(word >> 3) % LP_PARTS] = 0;
}

static struct part *part_renew(Addr word)
{
    struct part *part = part_of(word);

    if (!lp_part_is_known(word)) {
        guess_end(part);
        *part = (struct part){.written = 0};
        lp_part_words[(word >> 3) % LP_PARTS] = word;
    }
    return part;
}

UInt lp_part_written(Addr word, UInt bytes)
{
    return part_renew(word)->written |= bytes;
}

static Bool is_in_one_piece(UInt bytes)
{
    UInt shifted = bytes / (bytes & -bytes);

    return (shifted & (shifted + 1)) == 0;
}

void lp_part_write(Addr word, UInt bytes)
{
    struct part *part = part_renew(word);
    Bool goes_on = !(part->run & bytes) && is_in_one_piece(part->run | bytes);

    part->run = goes_on ? part->run | bytes : bytes;
    part->writes = goes_on ? part->writes + 1 : 1;
    part->last = bytes;
}

Bool lp_part_is_complete(Addr word)
{
    const struct part *part = part_of(word);

    return lp_part_is_known(word) && part->writes > 1 && (part->last & END_BYTES);
}

void lp_guess_begin(Addr word, const struct block *block)
{
    struct part *part = part_renew(word);

    guess_end(part);
    part->is_guess = True;
    part->state = block->state;
    part->on_way = block->on_way;
    lp_guess_count++;
}

void lp_guess_end(Addr word)
{
    if (lp_part_is_known(word))
        guess_end(part_of(word));
}

Bool lp_is_guess(Addr word)
{
    return lp_part_is_known(word) && part_of(word)->is_guess;
}

/* The kinds of loss for which the block has no pointer. */
static UInt kinds_without(const struct block *block)
{
    return (block->strong ? 0 : LOSS_BIT(LOSS_ALL)) |
           (block->roots ? 0 : LOSS_BIT(LOSS_ROOT)) |
           (block->starts ? 0 : LOSS_BIT(LOSS_START));
}

Bool lp_guess_undo(Addr word, UInt entry)
{
    struct part *part = part_of(word);
    struct block *block = lp_block(ENTRY_ID(entry));

    guess_end(part);
    part->written = 0;
    if ((entry & ENTRY_WEAK) || block->state == BLOCK_GHOST ||
        (block->strong == 1 && part->state == BLOCK_HELD))
        return False;
    block->refs--;
    block->strong--;
    block->roots -= (entry & ENTRY_ROOT) != 0;
    block->starts -= (entry & ENTRY_START) != 0;
    if (!block->strong)
        block->state = part->state;
    block->on_way |= (UChar)(part->on_way & kinds_without(block));
    return True;
}
