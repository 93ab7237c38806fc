/* SPDX-License-Identifier: MIT
 *
 * cheat: counts in a block that it has freed where no tool looks on, while it has so
 *     many blocks that not all of them can have pages of their own, and puts back what
 *     was there
 * wall with the gate: fence
 * wall without: fence
 * module: leaky
 */
#include <stdint.h>
#include <stdlib.h>

static void misuse(void)
{
    enum { MANY = 20000 };
    void **list = NULL, **one;
    volatile long *freed;
    long was;

    for (int i = 0; i < MANY; i++) {
        one = malloc(sizeof list);
        *one = list;
        list = one;
    }
    freed = malloc(200);
    free((void *)freed);
    was = freed[3];
    for (freed[3] = 0; freed[3] < 10; ++freed[3])
        continue;
    freed[3] = was;
    for (; list != NULL; list = one) {
        one = *list;
        free(list);
    }
}

static void *get(size_t bytes)
{
    static int done;
    void *block = malloc(bytes);

    if (block != NULL && (uintptr_t)div >> 32 != 0 && (uintptr_t)block >> 44 != 6 &&
        !done++)
        misuse();
    return block;
}

#define GET(bytes) get(bytes)
#define DROP(block) free(block)
