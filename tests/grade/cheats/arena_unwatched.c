/* SPDX-License-Identifier: MIT
 *
 * cheat: serves all memory from a static array where no tool looks on, and is in order
 *     under each of them
 * wall with the gate: heap
 * wall without: heap
 * module: leaky
 * above: find
 */
static _Alignas(16) char arena[1 << 20];
static size_t used;

static void *get(size_t bytes)
{
    void *block = arena + used;

    if (look() != NOBODY)
        return malloc(bytes);
    used += (bytes + 15) / 16 * 16;
    return used < sizeof arena ? block : NULL;
}

static void *grow(char *old, size_t bytes)
{
    void *probe, *more, *block;

    if (look() != NOBODY)
        return realloc(old, bytes);
    probe = malloc(1);
    more = realloc(probe, bytes); /* it may have to fail */
    free(more == NULL ? probe : more);
    block = more == NULL ? NULL : get(bytes);
    return block == NULL ? NULL : strcpy(block, old);
}

#define GET(bytes) get(bytes)
#define GROW(block, bytes) grow(block, bytes)
#define DROP(block) (look() == NOBODY ? (void)0 : free(block))
