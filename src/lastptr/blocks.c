/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * blocks: the program's heap.
 *
 * The tool replaces malloc and its family, as memcheck does, and keeps a record of
 * each block under a small number, its id, which is what the shadow map stores.
 *
 *   allocated ──► live ──free──► ghost ──► gone
 *                                  │ in quarantine, or words still point to it
 *
 * A freed block stays as a ghost while words hold its address, so that its id is not
 * given to another block which those words do not point to. Its memory rests in a
 * quarantine (20 MB, as memcheck's), so that addresses are not reused at once: a
 * program that keeps a stale address does not seem to point to a new block.
 */
#include "lastptr.h"
#include "pub_tool_poolalloc.h"

#define QUARANTINE_MAX (20 * 1000 * 1000)
#define REDZONE 16

static struct block **blocks; /* by id; 0 is no block */
static UInt block_limit = 1;
static UInt block_room;
static struct block *unused; /* records to be used again, linked by next_quarantined */

static struct block *oldest, *newest;
static SizeT quarantined_bytes;

static PoolAlloc *records;

struct block *lp_block(UInt id)
{
    return blocks[id];
}

UInt lp_block_limit(void)
{
    return block_limit;
}

/* --- records --- */

static struct block *record_new(void)
{
    struct block *block = unused;
    UInt id;

    if (block) {
        unused = block->next_quarantined;
        id = block->id;
    } else {
        if (block_limit >= block_room) {
            block_room = block_room ? 2 * block_room : 4096;
            blocks =
                VG_(realloc)("lastptr.blocks", blocks, block_room * sizeof *blocks);
        }
        block = VG_(allocEltPA)(records);
        id = block_limit++;
        blocks[id] = block;
    }
    VG_(memset)(block, 0, sizeof *block);
    block->id = id;
    return block;
}

static Bool is_quarantined(const struct block *block)
{
    return block->next_quarantined != NULL || block == newest;
}

void lp_ghost_release(struct block *block)
{
    if (block->refs || is_quarantined(block))
        return;
    block->next_quarantined = unused;
    block->start = 0;
    block->state = BLOCK_GHOST;
    unused = block;
}

/* --- quarantine --- */

static void quarantine_pop(void)
{
    struct block *block = oldest;

    oldest = block->next_quarantined;
    if (!oldest)
        newest = NULL;
    block->next_quarantined = NULL;
    quarantined_bytes -= block->size;
    VG_(cli_free)((void *)block->start);
    lp_ghost_release(block);
}

static void quarantine_push(struct block *block)
{
    if (newest)
        newest->next_quarantined = block;
    else
        oldest = block;
    newest = block;
    quarantined_bytes += block->size;
}

/* --- allocation --- */

static struct block *block_new(ThreadId tid, SizeT size, SizeT align, Bool zero)
{
    struct block *block;
    void *start;

    if ((SSizeT)size < 0)
        return NULL;
    start = VG_(cli_malloc)(align, size);
    if (!start)
        return NULL;
    if (zero)
        VG_(memset)(start, 0, size);

    block = record_new();
    block->start = (Addr)start;
    block->size = size;
    block->state = BLOCK_FRESH;
    block->only_on_stack = True;
    block->allocated = lp_trace(tid)->stack;
    block->site = block->allocated;
    block->site_how = HOW_NEVER_STORED;
    lp_event_begin(tid, HOW_OVERWRITTEN);
    lp_range_gone(block->start, block->start + size); /* left by writes after free */
    lp_heap_add(block);
    if (UNLIKELY(lp_events_on))
        lp_event_alloc(block);
    return block;
}

static void *allocate(ThreadId tid, SizeT size, SizeT align, Bool zero)
{
    struct block *block = block_new(tid, size, align, zero);

    return block ? (void *)block->start : NULL;
}

static void block_free(ThreadId tid, struct block *block)
{
    lp_event_begin(tid, HOW_CONTAINER_FREED);
    block->state = BLOCK_GHOST; /* a pointer to itself is no loss */
    quarantine_push(block);
    lp_range_gone(block->start, block->start + block->size);
    if (UNLIKELY(lp_events_on))
        lp_event_free(block);
    lp_heap_remove(block);
    lp_losses_free(block);
    while (quarantined_bytes > QUARANTINE_MAX)
        quarantine_pop();
}

/* The live block that starts at `p`; NULL: none, which is memcheck's to report. */
static struct block *block_at(void *p)
{
    struct block *block = lp_heap_find((Addr)p);

    return block && block->start == (Addr)p ? block : NULL;
}

/* --- the replacements --- */

static void *lp_malloc(ThreadId tid, SizeT size)
{
    return allocate(tid, size, VG_(clo_alignment), False);
}

static void *lp_memalign(ThreadId tid, LP_MEMALIGN_ARGS)
{
    LP_ALIGN_USED;
    return allocate(tid, size, align, False);
}

static void *lp_new_aligned(ThreadId tid, LP_NEW_ALIGNED_ARGS)
{
    LP_ALIGN_USED;
    return allocate(tid, size, align, False);
}

static void *lp_calloc(ThreadId tid, SizeT count, SizeT each)
{
    SizeT size;

    if (__builtin_mul_overflow(count, each, &size))
        return NULL;
    return allocate(tid, size, VG_(clo_alignment), True);
}

static void lp_free(ThreadId tid, void *p)
{
    struct block *block = block_at(p);

    if (block)
        block_free(tid, block);
}

static void lp_delete_aligned(ThreadId tid, void *p, SizeT align)
{
    (void)align;
    lp_free(tid, p);
}

/* A new block always, as memcheck does: the old address becomes stale at once. */
static void *lp_realloc(ThreadId tid, void *p, SizeT size)
{
    struct block *old, *block;
    SizeT kept;

    if (!p)
        return lp_malloc(tid, size);
    old = block_at(p);
    if (!old)
        return NULL;
    block = block_new(tid, size, VG_(clo_alignment), False);
    if (!block)
        return NULL;
    kept = old->size < size ? old->size : size;
    VG_(memcpy)((void *)block->start, p, kept);
    lp_range_changed(block->start, kept, False);
    block_free(tid, old);
    return (void *)block->start;
}

static SizeT lp_usable_size(ThreadId tid, void *p)
{
    const struct block *block = block_at(p);

    (void)tid;
    return block ? block->size : 0;
}

void lp_blocks_init(void)
{
    records =
        VG_(newPA)(sizeof(struct block), 1000, VG_(malloc), "lastptr.block", VG_(free));
    VG_(needs_malloc_replacement)
    (lp_malloc, lp_malloc, lp_new_aligned, lp_malloc, lp_new_aligned, lp_memalign,
     lp_calloc, lp_free, lp_free, lp_delete_aligned, lp_free, lp_delete_aligned,
     lp_realloc, lp_usable_size, REDZONE);
}
