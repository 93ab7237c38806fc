/* SPDX-License-Identifier: MIT
 *
 * What else a program can tell of a pool: it moves, one of its blocks moves or gets
 * another size, and all of its blocks outside of a range end. And a pool of chunks: the
 * chunks are no blocks, and take those in them along.
 *
 * expect: definitely-lost bytes=24 blocks=1 how=overwritten variable=moved alloc=moved lost=lost1
 * expect: definitely-lost bytes=40 blocks=1 how=overwritten variable=grown alloc=grown lost=lost2
 */
#include <stdlib.h>
#include <valgrind/memcheck.h>

static char *room;
static void *moved, *grown, *trimmed, *in_chunk;

static void in_pool(int *first, int *second)
{
    VALGRIND_CREATE_MEMPOOL(first, 0, 0);
    trimmed = room + 512;
    VALGRIND_MEMPOOL_ALLOC(first, trimmed, 16);
    VALGRIND_MOVE_MEMPOOL(first, second);
    moved = room + 128;
    VALGRIND_MEMPOOL_ALLOC(second, room, 16); /* @moved */
    VALGRIND_MEMPOOL_CHANGE(second, room, moved, 24);
    moved = room + 128;
    VALGRIND_MEMPOOL_TRIM(second, room, 256);
    trimmed = NULL;
    if (!VALGRIND_MEMPOOL_EXISTS(second) || VALGRIND_MEMPOOL_EXISTS(first))
        abort();
    moved = NULL; /* @lost1 */
}

static void in_chunks(int *pool)
{
    char *chunk = room + 768;

    VALGRIND_CREATE_MEMPOOL_EXT(pool, 0, 0,
                                VALGRIND_MEMPOOL_METAPOOL | VALGRIND_MEMPOOL_AUTO_FREE);
    VALGRIND_MEMPOOL_ALLOC(pool, chunk, 128);
    VALGRIND_MALLOCLIKE_BLOCK(chunk + 32, 8, 0, 0);
    in_chunk = chunk + 32;
    VALGRIND_MEMPOOL_FREE(pool, chunk);
    in_chunk = NULL;
}

int main(void)
{
    static int first, second, chunks;

    room = malloc(1024);
    in_pool(&first, &second);
    in_chunks(&chunks);
    VALGRIND_MALLOCLIKE_BLOCK(room + 640, 16, 0, 0); /* @grown */
    grown = room + 640;
    VALGRIND_RESIZEINPLACE_BLOCK(room + 640, 16, 40, 0);
    grown = NULL; /* @lost2 */
    return 0;
}
