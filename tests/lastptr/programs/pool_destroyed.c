/* SPDX-License-Identifier: MIT
 *
 * A pool ends, and with it all its blocks, also those to which nothing points. What they
 * alone led to is lost.
 *
 * expect: definitely-lost bytes=9 blocks=1 how=container-freed variable=- alloc=text
 */
#include <stdlib.h>
#include <valgrind/memcheck.h>

struct pool {
    char *room;
    size_t used;
};

static void *get(struct pool *pool, size_t size)
{
    void *place = pool->room + pool->used;

    pool->used += size;
    VALGRIND_MEMPOOL_ALLOC(pool, place, size);
    return place;
}

static void end(struct pool *pool)
{
    VALGRIND_DESTROY_MEMPOOL(pool); /* @lost */
    free(pool->room);
}

int main(void)
{
    struct pool pool = {malloc(256), 0};
    char **pair;

    VALGRIND_CREATE_MEMPOOL(&pool, 0, 0);
    pair = get(&pool, 2 * sizeof *pair);
    pair[0] = malloc(9); /* @text */
    pair[1] = get(&pool, 16);
    pair = get(&pool, 16);
    pair = NULL;
    end(&pool);
    return 0;
}
