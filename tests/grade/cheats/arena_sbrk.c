/* SPDX-License-Identifier: MIT
 *
 * cheat: serves all memory from the end of the data segment, by sbrk
 * wall with the gate: names
 * wall without: heap
 * module: leaky
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <string.h>
#include <unistd.h>

static void *get(size_t bytes)
{
    void *block = sbrk((intptr_t)((bytes + 15) & ~(size_t)15));

    return block == (void *)-1 ? NULL : block;
}

static void *grow(const void *old, size_t bytes)
{
    static int calls;
    void *block = calls++ == 0 ? NULL : get(bytes);

    return block == NULL ? NULL : memmove(block, old, bytes / 2);
}

#define GET(bytes) get(bytes)
#define GROW(block, bytes) grow(block, bytes)
