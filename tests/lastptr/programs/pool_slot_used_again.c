/* SPDX-License-Identifier: MIT
 *
 * A slot of a pool in a static array is freed and handed out again. The second block in
 * that slot is lost, although an old pointer to the first one has the same address for
 * a while. (While no block of malloc is in use, memcheck looks for no lost blocks.)
 *
 * expect: definitely-lost bytes=32 blocks=1 how=overwritten variable=second
 * expect: still-reachable bytes=8 blocks=1 alloc=other
 */
#include <stdlib.h>
#include <valgrind/memcheck.h>

static union {
    void *next;
    char bytes[32];
} slot;

static void *take(void)
{
    VALGRIND_MEMPOOL_ALLOC(&slot, &slot, sizeof slot); /* @alloc */
    return &slot;
}

static void give(void *p)
{
    VALGRIND_MEMPOOL_FREE(&slot, p);
}

static void *first, *second, *other;

int main(void)
{
    other = malloc(8); /* @other */
    VALGRIND_CREATE_MEMPOOL(&slot, 0, 0);
    first = take();
    give(first);
    second = take();
    second = NULL; /* @lost */
    first = NULL;
    return 0;
}
