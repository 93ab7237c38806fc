/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * records: the table of heap blocks. See records.h.
 */
#include "records.h"
#include "pub_tool_poolalloc.h"

static struct block **blocks; /* by id; 0 is no block */
static UInt block_limit = 1;
static UInt block_room;
static struct block *unused; /* records to use again, linked by `next` */

static PoolAlloc *records;

struct block *lp_block(UInt id)
{
    return blocks[id];
}

UInt lp_block_limit(void)
{
    return block_limit;
}

/* A record from the pool, under the next id. */
static struct block *record_add(void)
{
    struct block *block;

    if (!records)
        records = VG_(newPA)(sizeof(struct block), 1000, VG_(malloc), "lastptr.block",
                             VG_(free));
    if (block_limit >= block_room) {
        block_room = block_room ? 2 * block_room : 4096;
        blocks = VG_(realloc)("lastptr.blocks", blocks, block_room * sizeof *blocks);
    }
    block = VG_(allocEltPA)(records);
    block->id = block_limit++;
    blocks[block->id] = block;
    return block;
}

struct block *lp_record_new(void)
{
    struct block *block = unused;
    UInt id;

    if (block)
        unused = block->next;
    else
        block = record_add();
    id = block->id;
    VG_(memset)(block, 0, sizeof *block);
    block->id = id;
    return block;
}

void lp_ghost_release(struct block *block)
{
    if (block->refs || block->is_quarantined)
        return;
    block->next = unused;
    block->start = 0;
    block->state = BLOCK_GHOST;
    unused = block;
}
