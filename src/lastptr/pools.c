/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * pools: blocks that the program's own allocator carves out of a larger piece of
 * memory.
 *
 *      p = malloc(4096)        one block, the container
 *     ┌──────┬───────┬──────┬─────────────────────────────┐
 *     │ head │ node  │ node │                             │
 *     └──────┴───▲───┴──▲───┴─────────────────────────────┘
 *                └──────┴── VALGRIND_MEMPOOL_ALLOC(pool, node, size): carved blocks
 *
 * A carved block is a block like any other: pointers to it are counted, and it has a
 * last pointer. A pointer into it is no pointer into the container. The container can
 * also be an array of the program or a mapping.
 *
 * When the program tells of a block, its allocator has the address in a variable
 * already. It was stored before there was a block, so the words of the innermost frames
 * are read again. Pointers that were stored anywhere else before that are found when
 * the program ends (leakcheck.c).
 *
 * A pool is no more than a name for its blocks: the address that the program gave to
 * VALGRIND_CREATE_MEMPOOL. A pool that was made with VALGRIND_MEMPOOL_METAPOOL holds
 * chunks, out of which other requests carve the blocks; the chunks themselves are not
 * blocks.
 */
#include "pools.h"
#include "arch.h"
#include "count.h"
#include "events.h"
#include "shadow.h"
#include "stacks.h"
#include "writes.h"
#include "pub_tool_clreq.h"
#include "pub_tool_hashtable.h"

/* How many of the innermost frames may hold the new block's address: the allocator's
 * function and those that call it for others. */
#define FRAMES_READ 3

/* The head is that of every hash table's node. */
struct pool {
    struct pool *next;
    UWord name;
    Bool holds_chunks; /* VALGRIND_MEMPOOL_METAPOOL */
    Bool frees_blocks; /* VALGRIND_MEMPOOL_AUTO_FREE: a chunk takes its blocks along */
};

struct chunk {
    struct chunk *next;
    Addr start;
    SizeT size;
    UWord pool;
};

static VgHashTable *pools, *chunks;

static struct pool *pool_named(UWord name)
{
    return VG_(HT_lookup)(pools, name);
}

/* --- blocks --- */

/* The carved block that starts there; NULL: none. */
static struct block *carved_at(Addr start)
{
    struct block *block = lp_carved_next(start);

    return block && block->start == start ? block : NULL;
}

/* Its pointers to itself, and those that other blocks hold which end with it, are no
 * losses of this one. Its record must stay meanwhile. */
static void end_block(struct block *block)
{
    block->state = BLOCK_GHOST;
    block->is_quarantined = True;
}

static void forget_block(struct block *block)
{
    if (UNLIKELY(lp_events_on))
        lp_writes_flush();
    lp_range_left(block->start, block->start + block->size);
    if (UNLIKELY(lp_events_on))
        lp_event_free(block);
    lp_heap_remove(block);
    lp_losses_free(block);
    block->is_quarantined = False;
    lp_ghost_release(block);
}

static void release(ThreadId tid, struct block *block)
{
    lp_cause(tid, HOW_CONTAINER_FREED);
    end_block(block);
    forget_block(block);
}

/* Which carved blocks a request is about. */
struct range {
    Bool of_pool;
    UWord pool;
    Addr from, to;
    Bool outside; /* those outside of [from, to) */
};

static Bool is_in(const struct range *range, const struct block *block)
{
    Bool inside = block->start + block->size > range->from && block->start < range->to;

    return (!range->of_pool || block->pool == range->pool) && inside != range->outside;
}

static void for_each(const struct range *range, void (*act)(struct block *block))
{
    struct block *block = lp_carved_next(0);

    while (block) {
        Addr end = lp_block_end(block);

        if (is_in(range, block))
            act(block);
        block = lp_carved_next(end);
    }
}

static void release_all(ThreadId tid, const struct range *range)
{
    lp_cause(tid, HOW_CONTAINER_FREED);
    for_each(range, end_block);
    for_each(range, forget_block);
}

/* The words that the program passes to Valgrind: an array in the frame of the function
 * that tells, which no source mentions. */
static const UWord *request;
enum { REQUEST_WORDS = 6 };

static Bool is_of_request(Addr word)
{
    return word - (Addr)request < REQUEST_WORDS * sizeof *request;
}

/* Whether a pointer that the word holds was stored while nothing was carved there. */
static Bool may_hold_new(Addr word)
{
    UInt entry = lp_entry(word);

    return entry ? lp_block(ENTRY_ID(entry))->state != BLOCK_GHOST
                 : !lp_stale_bytes(word);
}

/* Read the words of the innermost frames again that hold an address in the block, but
 * not those of the request. */
static void find_pointers(const struct block *block, const struct trace *trace)
{
    UInt frames = trace->known_cfas < FRAMES_READ ? trace->known_cfas : FRAMES_READ;
    Addr word = VG_ROUNDUP(trace->sp - lp_arch.red_zone, 8);
    Addr end = frames ? trace->cfas[frames - 1] : trace->sp;

    for (; word + 8 <= end; word += 8) {
        if (*(const Addr *)word - block->start < block->size && may_hold_new(word) &&
            !is_of_request(word))
            lp_range_changed(word, 8, False);
    }
}

static struct block *carve(ThreadId tid, Addr start, SizeT size, UWord pool, Bool zero)
{
    const struct range here = {.from = start, .to = start + size};
    const struct trace *trace;
    struct block *block;

    release_all(tid, &here); /* the program did not tell that they are free */
    trace = lp_trace(tid);
    block = lp_record_new();
    block->start = start;
    block->size = size;
    block->is_carved = True;
    block->pool = pool;
    block->state = BLOCK_FRESH;
    block->on_way = LOSS_BIT(LOSS_ALL) | LOSS_BIT(LOSS_START);
    block->only_on_stack = True;
    block->allocated = trace->stack;
    block->site = trace->stack;
    block->site_how = HOW_NEVER_STORED;
    lp_cause_at(tid, HOW_OVERWRITTEN, trace, 0);
    if (zero)
        lp_range_gone(start, start + size);
    else
        lp_range_left(start, start + size); /* what the allocator kept there */
    if (UNLIKELY(lp_events_on))
        lp_writes_flush();
    lp_heap_add(block);
    if (UNLIKELY(lp_events_on)) {
        lp_event_alloc(block);
        lp_writes_block_made(block, zero);
    }
    find_pointers(block, trace);
    return block;
}

/* The block has other bounds now. */
static void resize(ThreadId tid, struct block *block, Addr from, Addr to)
{
    lp_cause(tid, HOW_CONTAINER_FREED);
    lp_heap_remove(block);
    if (from > block->start)
        lp_range_left(block->start, from);
    if (to < block->start + block->size)
        lp_range_left(to, block->start + block->size);
    block->start = from;
    block->size = to - from;
    lp_heap_add(block);
}

/* --- pools --- */

static void pool_create(UWord name, UWord flags)
{
    struct pool *pool;

    if (pool_named(name))
        return;
    pool = VG_(calloc)("lastptr.pool", 1, sizeof *pool);
    pool->name = name;
    pool->holds_chunks = (flags & VALGRIND_MEMPOOL_METAPOOL) != 0;
    pool->frees_blocks = (flags & VALGRIND_MEMPOOL_AUTO_FREE) != 0;
    VG_(HT_add_node)(pools, pool);
}

static void pool_destroy(ThreadId tid, UWord name)
{
    const struct range all = {.of_pool = True, .pool = name, .to = ~(Addr)0};

    if (!pool_named(name))
        return;
    release_all(tid, &all);
    VG_(free)(VG_(HT_remove)(pools, name));
}

static void pool_alloc(ThreadId tid, UWord name, Addr start, SizeT size)
{
    const struct pool *pool = pool_named(name);
    struct chunk *chunk;

    if (!pool)
        return;
    if (!pool->holds_chunks) {
        carve(tid, start, size, name, False);
        return;
    }
    chunk = VG_(calloc)("lastptr.chunk", 1, sizeof *chunk);
    chunk->start = start;
    chunk->size = size;
    chunk->pool = name;
    VG_(HT_add_node)(chunks, chunk);
}

static void chunk_free(ThreadId tid, const struct pool *pool, Addr start)
{
    struct chunk *chunk = VG_(HT_remove)(chunks, start);

    if (chunk && pool->frees_blocks) {
        const struct range inside = {.from = start, .to = start + chunk->size};

        release_all(tid, &inside);
    }
    VG_(free)(chunk);
}

static void pool_free(ThreadId tid, UWord name, Addr start)
{
    const struct pool *pool = pool_named(name);
    struct block *block = carved_at(start);

    if (pool && pool->holds_chunks)
        chunk_free(tid, pool, start);
    else if (pool && block && block->pool == name)
        release(tid, block);
}

/* Blocks outside of the range are free; of one that is partly in it, that part stays.
 */
static void pool_trim(ThreadId tid, UWord name, Addr from, SizeT size)
{
    const struct range rest = {.of_pool = True,
                               .pool = name,
                               .from = from,
                               .to = from + size,
                               .outside = True};
    struct block *block;

    if (!pool_named(name))
        return;
    release_all(tid, &rest);
    for (block = lp_carved_next(from); block && block->start < from + size;
         block = lp_carved_next(lp_block_end(block))) {
        Addr start = block->start > from ? block->start : from;
        Addr end = block->start + block->size;

        if (end > from + size)
            end = from + size;
        if (block->pool == name &&
            (start != block->start || end - start != block->size))
            resize(tid, block, start, end);
    }
}

static UWord new_name;

static void rename_block(struct block *block)
{
    block->pool = new_name;
}

static void pool_move(UWord name, UWord to)
{
    const struct range all = {.of_pool = True, .pool = name, .to = ~(Addr)0};
    struct pool *pool = VG_(HT_remove)(pools, name);

    if (!pool)
        return;
    pool->name = new_name = to;
    VG_(HT_add_node)(pools, pool);
    for_each(&all, rename_block);
}

/* The block has moved, or has another size. */
static void pool_change(ThreadId tid, UWord name, Addr start, Addr to, SizeT size)
{
    struct block *block = carved_at(start);
    struct stack *allocated;

    if (!pool_named(name) || !block || block->pool != name)
        return;
    if (start == to) {
        resize(tid, block, to, to + size);
        return;
    }
    allocated = block->allocated;
    release(tid, block);
    block = carve(tid, to, size, name, False);
    block->allocated = allocated;
}

/* --- requests --- */

/* LL_REQUEST_DENIED of src/runtime/denied.h: the program asked for this allocation, and
 * gets none. */
#define REQUEST_DENIED VG_USERREQ_TOOL_BASE('L', 'P')

/* `args`: the request, then what it is about. False: it is none of these. */
static Bool about_block(ThreadId tid, const UWord *args)
{
    struct block *block = carved_at(args[1]);

    switch (args[0]) {
    case VG_USERREQ__MALLOCLIKE_BLOCK:
        carve(tid, args[1], args[2], 0, args[4] != 0);
        return True;
    case VG_USERREQ__FREELIKE_BLOCK:
        if (block && !block->pool)
            release(tid, block);
        return True;
    case VG_USERREQ__RESIZEINPLACE_BLOCK:
        if (block && !block->pool)
            resize(tid, block, args[1], args[1] + args[3]);
        return True;
    default:
        return False;
    }
}

static Bool about_pool(ThreadId tid, const UWord *args, UWord *answer)
{
    switch (args[0]) {
    case VG_USERREQ__CREATE_MEMPOOL:
        pool_create(args[1], args[4]);
        return True;
    case VG_USERREQ__DESTROY_MEMPOOL:
        pool_destroy(tid, args[1]);
        return True;
    case VG_USERREQ__MEMPOOL_ALLOC:
        pool_alloc(tid, args[1], args[2], args[3]);
        return True;
    case VG_USERREQ__MEMPOOL_FREE:
        pool_free(tid, args[1], args[2]);
        return True;
    case VG_USERREQ__MEMPOOL_TRIM:
        pool_trim(tid, args[1], args[2], args[3]);
        return True;
    case VG_USERREQ__MOVE_MEMPOOL:
        pool_move(args[1], args[2]);
        return True;
    case VG_USERREQ__MEMPOOL_CHANGE:
        pool_change(tid, args[1], args[2], args[3], args[4]);
        return True;
    case VG_USERREQ__MEMPOOL_EXISTS:
        *answer = pool_named(args[1]) != NULL;
        return True;
    default:
        return False;
    }
}

static Bool on_request(ThreadId tid, UWord *args, UWord *answer)
{
    Bool known;

    *answer = 0;
    if (args[0] == REQUEST_DENIED) {
        lp_event_denied(args[1]);
        return True;
    }
    request = args;
    known = about_block(tid, args) || about_pool(tid, args, answer);
    lp_cause(tid, HOW_OVERWRITTEN);
    lp_range_weaken((Addr)args, (Addr)(args + REQUEST_WORDS));
    return known;
}

void lp_pools_init(void)
{
    pools = VG_(HT_construct)("lastptr.pools");
    chunks = VG_(HT_construct)("lastptr.chunks");
    VG_(needs_client_requests)(on_request);
}
