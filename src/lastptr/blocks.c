/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * blocks: the program's heap.
 *
 * The tool replaces malloc and its family, as memcheck does, and keeps a record of each
 * block (records.h).
 *
 *   allocated ──► live ──free──► ghost ──► gone
 *                                  │
 *                                  while it is quarantined or words point to it
 *
 * A freed block stays as a ghost while words hold its address. Otherwise a new block
 * could get its id, and those words would seem to point to the new block.
 *
 * The memory of a freed block stays in a quarantine of 20 MB (as in memcheck), so that
 * its address is not used again at once. Otherwise a stale pointer of the program would
 * soon equal the address of a new block.
 */
#include "blocks.h"
#include "count.h"
#include "events.h"
#include "shadow.h"
#include "snapshot.h"
#include "writes.h"

#define QUARANTINE_MAX (20 * 1000 * 1000)
#define REDZONE 16

/* What AddressSanitizer writes into new memory. */
#define FILL 0xbe
#define FILLED_MAX 4096

static struct block *oldest, *newest;
static SizeT quarantined_bytes;

/* --- quarantine --- */

static void quarantine_pop(void)
{
    struct block *block = oldest;

    oldest = block->next;
    if (!oldest)
        newest = NULL;
    block->next = NULL;
    block->is_quarantined = False;
    quarantined_bytes -= block->size;
    VG_(cli_free)((void *)block->start);
    lp_ghost_release(block);
}

static void quarantine_push(struct block *block)
{
    if (newest)
        newest->next = block;
    else
        oldest = block;
    newest = block;
    block->is_quarantined = True;
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

    block = lp_record_new();
    block->start = (Addr)start;
    block->size = size;
    block->state = BLOCK_FRESH;
    block->on_way = LOSS_BIT(LOSS_ALL) | LOSS_BIT(LOSS_START);
    block->only_on_stack = True;
    block->allocated = lp_trace(tid)->stack;
    block->site = block->allocated;
    block->site_how = HOW_NEVER_STORED;
    lp_cause(tid, HOW_OVERWRITTEN);
    if (zero) {
        VG_(memset)(start, 0, size);
        lp_range_gone(block->start, block->start + size);
    } else {
        if (lp_snapshots_on) /* so that what was never set can be told */
            VG_(memset)(start, FILL, size < FILLED_MAX ? size : FILLED_MAX);
        lp_range_left(block->start, block->start + size); /* writes after free */
    }
    if (UNLIKELY(lp_events_on))
        lp_writes_flush();
    lp_heap_add(block);
    if (UNLIKELY(lp_events_on)) {
        lp_event_alloc(block);
        lp_writes_block_made(block, zero);
    }
    return block;
}

static void *allocate(ThreadId tid, SizeT size, SizeT align, Bool zero)
{
    struct block *block = block_new(tid, size, align, zero);

    return block ? (void *)block->start : NULL;
}

static void block_free(ThreadId tid, struct block *block)
{
    if (UNLIKELY(lp_events_on))
        lp_writes_flush();
    lp_cause(tid, HOW_CONTAINER_FREED);
    block->state = BLOCK_GHOST; /* so its pointers to itself are not losses */
    quarantine_push(block);
    lp_range_left(block->start, block->start + block->size);
    if (UNLIKELY(lp_events_on))
        lp_event_free(block);
    lp_heap_remove(block);
    lp_losses_free(block);
    while (quarantined_bytes > QUARANTINE_MAX)
        quarantine_pop();
}

/* The live block that starts at `p`; NULL: none. memcheck reports wrong frees, this
 * tool does not. */
static struct block *block_at(void *p)
{
    struct block *block = lp_heap_malloced((Addr)p);

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

/* Always makes a new block, as memcheck does: the old address is stale at once. */
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
    lp_range_copied(block->start, old->start, kept, False, False);
    if (UNLIKELY(lp_events_on))
        lp_writes_block_copied(block, old);
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
    VG_(needs_malloc_replacement)
    (lp_malloc, lp_malloc, lp_new_aligned, lp_malloc, lp_new_aligned, lp_memalign,
     lp_calloc, lp_free, lp_free, lp_delete_aligned, lp_free, lp_delete_aligned,
     lp_realloc, lp_usable_size, REDZONE);
}
