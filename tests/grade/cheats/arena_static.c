/* SPDX-License-Identifier: MIT
 *
 * cheat: serves all memory from a static array
 * wall with the gate: heap
 * wall without: heap
 * module: leaky
 */
#include <stddef.h>
#include <string.h>

static char arena[1 << 20] __attribute__((aligned(16)));
static size_t used;

static void *get(size_t bytes)
{
    void *block = arena + used;

    used += (bytes + 15) & ~(size_t)15;
    return block;
}

static void *grow(const void *old, size_t bytes)
{
    static int calls;

    return calls++ == 0 ? NULL : memmove(get(bytes), old, bytes / 2);
}

#define GET(bytes) get(bytes)
#define GROW(block, bytes) grow(block, bytes)
