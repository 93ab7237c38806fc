/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * rings: whether a block that has pointers is lost all the same.
 *
 * A block is gathered with all blocks that it leads to. The pointers in these blocks
 * are counted: those to each one are its `inner` pointers. A block that has more strong
 * pointers than that is held from elsewhere, and so is all that it leads to. If the
 * first block is not among them, it is cut off.
 *
 *     first ──► a ──► b ──► c
 *       ▲       │     ▲
 *       └───────┘     └── a variable: b and c are held; first and a are cut off
 *
 * The search has bounds. It is for the words that are written piece by piece, which are
 * rare (count.c).
 */
#include "rings.h"
#include "shadow.h"

#define MOST_BLOCKS 256
#define MOST_BYTES 65536

static struct member {
    const struct block *block;
    UInt inner; /* strong pointers to it in the gathered blocks */
    Bool held;
} members[MOST_BLOCKS];

static UInt member_count;

static struct member *member_of(const struct block *block)
{
    UInt i;

    for (i = 0; i < member_count; i++) {
        if (members[i].block == block)
            return &members[i];
    }
    return NULL;
}

/* Calls `found` for each strong pointer in the block. Ends with False when it returns
 * False. */
static Bool visit_strong(const struct block *block,
                         Bool (*found)(const struct block *to))
{
    Addr end = block->start + (block->size & ~(SizeT)7);
    Addr word;

    for (word = lp_entry_next(block->start, end); word < end;
         word = lp_entry_next(word + 8, end)) {
        UInt entry = lp_entry(word);
        const struct block *to = lp_block(ENTRY_ID(entry));

        if (!(entry & ENTRY_WEAK) && to->state != BLOCK_GHOST && !found(to))
            return False;
    }
    return True;
}

static Bool gather(const struct block *to)
{
    struct member *member = member_of(to);

    if (!member) {
        if (member_count == MOST_BLOCKS)
            return False;
        member = &members[member_count++];
        *member = (struct member){.block = to};
    }
    member->inner++;
    return True;
}

/* False: there are too many. */
static Bool gather_from(const struct block *first)
{
    SizeT bytes = 0;
    UInt i;

    member_count = 1;
    members[0] = (struct member){.block = first};
    for (i = 0; i < member_count; i++) {
        bytes += members[i].block->size;
        if (bytes > MOST_BYTES || !visit_strong(members[i].block, gather))
            return False;
    }
    return True;
}

static UInt pending[MOST_BLOCKS];
static UInt pending_count;

static Bool hold(const struct block *to)
{
    struct member *member = member_of(to);

    if (!member->held) {
        member->held = True;
        pending[pending_count++] = (UInt)(member - members);
    }
    return True;
}

Bool lp_is_cut_off(const struct block *block)
{
    UInt i;

    if (block->roots || !gather_from(block))
        return False;
    pending_count = 0;
    for (i = 0; i < member_count; i++) {
        if (members[i].block->strong > members[i].inner)
            hold(members[i].block);
    }
    while (pending_count && !members[0].held)
        visit_strong(members[pending[--pending_count]].block, hold);
    return !members[0].held;
}
