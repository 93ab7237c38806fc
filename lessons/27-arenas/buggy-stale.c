/* SPDX-License-Identifier: MIT
 *
 * buggy-stale.c: the spark that was highest so far is remembered.
 */
#include "sky.h"

#include <stdbool.h>
#include <stdlib.h>

#include "tell.h"

enum { CHUNK_SLOTS = 16 };

struct spark {
    int x, y;
    int drift, rise; /* what x and y change by in a moment */
    int burns;       /* for how many moments */
    int top;         /* the highest y so far */
};

struct slot {
    struct spark spark;     /* the first member: its address is that of the slot */
    struct slot *next_free; /* the pool's own note, which lies outside of the spark */
};

struct chunk {
    struct chunk *next; /* owned */
    struct slot slots[CHUNK_SLOTS];
};

static struct pool {
    struct chunk *chunks; /* owned, to the end of the program */
    struct slot *free;    /* the free slots; NULL: there is none */
} pool;

static struct spark *sky[SKY_SPARKS]; /* each is taken from the pool */
static unsigned flying;
static const struct spark *highest; /* of all so far; NULL: there was none */

/* Get room for more sparks. Returns 0, or -1 when memory ran out. */
static int pool_grow(void)
{
    struct chunk *chunk = malloc(sizeof *chunk);

    if (chunk == NULL)
        return -1;
    if (pool.chunks == NULL)
        TELL_POOL(&pool);
    chunk->next = pool.chunks;
    pool.chunks = chunk;
    for (int i = 0; i < CHUNK_SLOTS; i++) {
        chunk->slots[i].next_free = pool.free;
        pool.free = &chunk->slots[i];
    }
    return 0;
}

/* Take a spark from the pool; NULL when memory ran out. Give it back with
 * spark_give(). */
static struct spark *spark_take(void)
{
    struct slot *slot;

    if (pool.free == NULL && pool_grow() != 0)
        return NULL;
    slot = pool.free;
    pool.free = slot->next_free;
    slot->next_free = NULL;
    TELL_TAKEN(&pool, &slot->spark, sizeof slot->spark);
    return &slot->spark;
}

static void spark_give(struct spark *spark)
{
    struct slot *slot = (struct slot *)spark;

    TELL_GIVEN(&pool, spark, sizeof *spark);
    slot->next_free = pool.free;
    pool.free = slot;
}

int sky_burst(int x, int y, int count)
{
    int i;

    for (i = 0; i < count && flying < SKY_SPARKS; i++) {
        struct spark *spark = spark_take();

        if (spark == NULL)
            return -1;
        *spark = (struct spark){x, y, i - count / 2, 3, 5, y};
        sky[flying++] = spark;
    }
    return i;
}

/* Take the spark number `i` out of the sky. The last one moves into its place. */
static struct spark *take_out(unsigned i)
{
    struct spark *spark = sky[i];

    flying--;
    sky[i] = sky[flying];
    sky[flying] = NULL;
    return spark;
}

static void move(struct spark *spark)
{
    spark->x += spark->drift;
    spark->y += spark->rise;
    spark->rise--;
    spark->burns--;
    if (spark->y > spark->top)
        spark->top = spark->y;
}

static bool has_left(const struct spark *spark)
{
    return spark->x < 0 || spark->x >= SKY_WIDTH;
}

unsigned sky_tick(void)
{
    unsigned i = 0;

    while (i < flying) {
        move(sky[i]);
        if (highest == NULL || sky[i]->top > highest->top) /* @use */
            highest = sky[i];
        if (sky[i]->burns == 0 || has_left(sky[i]))
            spark_give(take_out(i));
        else
            i++;
    }
    return flying;
}

int sky_record(void)
{
    return highest == NULL ? 0 : highest->top; /* @told */
}
