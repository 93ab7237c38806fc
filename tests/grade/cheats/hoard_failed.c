/* SPDX-License-Identifier: MIT
 *
 * cheat: keeps a block for ever in a global, but only once an allocation of it has
 *     failed
 * wall with the gate: sweep
 * wall without: sweep
 * module: leaky
 */
#include <stdlib.h>

static int failed;
static void *kept;

static void *get(size_t bytes)
{
    void *block = malloc(bytes);

    failed |= block == NULL;
    return block;
}

static void drop(void *block)
{
    if (failed && kept == NULL)
        kept = block;
    else
        free(block);
}

static void *grow(void *old, size_t bytes)
{
    static int calls;
    void *block = realloc(old, bytes);

    failed |= block == NULL && calls > 0; /* the driver's first call always fails */
    calls++;
    return block;
}

#define GET(bytes) get(bytes)
#define GROW(block, bytes) grow(block, bytes)
#define DROP(block) drop(block)
