/* SPDX-License-Identifier: MIT
 *
 * pool.c: a pool that grows by slabs of SLAB_SLOTS slots. Each slot has a head, in
 * which the pool notes the next free one, and a block behind it:
 *
 *     slab ──►  [ next slab | head block | head block | head block | … ]
 */
#include "pool.h"

#include <stdlib.h>

#include "tell.h"

enum { SLAB_SLOTS = 8 };

struct slot {
    struct slot *next_free;
    max_align_t block[]; /* it has room for pool->size bytes */
};

struct slab {
    struct slab *next; /* owned */
    max_align_t slots[];
};

/* From one slot to the next one, in bytes. */
static size_t distance(const struct pool *pool)
{
    size_t align = sizeof(max_align_t);

    return sizeof(struct slot) + (pool->size + align - 1) / align * align;
}

/* Returns 0, or -1 when memory ran out. */
static int grow(struct pool *pool)
{
    struct slab *slab = malloc(sizeof *slab + SLAB_SLOTS * distance(pool));

    if (slab == NULL)
        return -1;
    if (pool->slabs == NULL)
        TELL_POOL(pool);
    slab->next = pool->slabs;
    pool->slabs = slab;
    for (size_t i = 0; i < SLAB_SLOTS; i++) {
        struct slot *slot = (void *)((char *)slab->slots + i * distance(pool));

        slot->next_free = pool->free;
        pool->free = slot;
    }
    return 0;
}

void *pool_take(struct pool *pool)
{
    struct slot *slot;

    if (pool->free == NULL && grow(pool) != 0)
        return NULL;
    slot = pool->free;
    pool->free = slot->next_free;
    slot->next_free = NULL;
    TELL_TAKEN(pool, slot->block, pool->size);
    return slot->block;
}

void pool_give(struct pool *pool, void *block)
{
    struct slot *slot = (void *)((char *)block - offsetof(struct slot, block));

    TELL_GIVEN(pool, block, pool->size);
    slot->next_free = pool->free;
    pool->free = slot;
}
