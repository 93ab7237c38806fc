/* SPDX-License-Identifier: MIT
 *
 * A pool in a block of malloc is told to the tools. One slot goes out of scope, one is
 * freed, and one is kept in a global. The pool has a free list in its slots.
 *
 * expect: definitely-lost bytes=24 blocks=1 how=scope-end variable=lost
 * expect: still-reachable bytes=24 blocks=1
 */
#include <stdlib.h>
#include <valgrind/memcheck.h>

enum { SLOTS = 8, SIZE = 24 };

union slot {
    union slot *next; /* of the free ones */
    char bytes[SIZE];
};

static union slot *free_slots;
static void *kept;

static void pool_open(void)
{
    union slot *slots = malloc(SLOTS * sizeof *slots);

    for (int i = 0; i < SLOTS; i++) {
        slots[i].next = free_slots;
        free_slots = &slots[i];
    }
    VALGRIND_CREATE_MEMPOOL(&free_slots, 0, 0);
}

static void *pool_take(void)
{
    union slot *slot = free_slots;

    free_slots = slot->next;
    VALGRIND_MEMPOOL_ALLOC(&free_slots, slot, SIZE); /* @alloc */
    return slot;
}

static void pool_give(void *p)
{
    union slot *slot = p;

    slot->next = free_slots;
    free_slots = slot;
    VALGRIND_MEMPOOL_FREE(&free_slots, slot);
}

static void use(void)
{
    void *given, *lost;

    given = pool_take();
    lost = pool_take();
    kept = pool_take();
    (void)lost;
    pool_give(given);
} /* @lost */

int main(void)
{
    pool_open();
    use();
    return 0;
}
