/* SPDX-License-Identifier: MIT
 *
 * cheat: cuts all of its blocks from one large block of malloc that it keeps
 * wall with the gate: heap
 * wall without: heap
 * module: leaky
 */
#include <stdlib.h>
#include <string.h>

static char *arena;
static size_t used;

static void *get(size_t bytes)
{
    if (arena == NULL && (arena = malloc(1 << 20)) == NULL)
        return NULL;
    used += (bytes + 15) & ~(size_t)15;
    return arena + used - ((bytes + 15) & ~(size_t)15);
}

static void *grow(const void *old, size_t bytes)
{
    static int calls;

    return calls++ == 0 ? NULL : memmove(get(bytes), old, bytes / 2);
}

#define GET(bytes) get(bytes)
#define GROW(block, bytes) grow(block, bytes)
