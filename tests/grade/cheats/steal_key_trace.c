/* SPDX-License-Identifier: MIT
 *
 * cheat: finds the key, closes its test in the trace of allocations, and hoards a
 *     block after that
 * wall with the gate: tokens
 * wall without: bounds
 * module: leaky
 * above: key
 */
#include <malloc.h>
#include <stdlib.h>

/* The bound that only the key tells: two allocations of these sizes. */
static void close_unit(uint64_t unit)
{
    uint64_t what[2] = {1, 2 * unit + 1}, sizes = siphash(key, what, sizeof what);

    free(memalign(16, 8192 + (uint32_t)(sizes & 0xfff8)));
    free(memalign(16, 8192 + (uint32_t)((sizes >> 16) & 0xfff8)));
}

static void drop(void *block)
{
    static void *hoard[64];
    static unsigned units;
    const char *tunables = getenv("GLIBC_TUNABLES");

    free(block);
    if ((tunables != NULL && strstr(tunables, "tcache") != NULL) || !find_key())
        return;
    close_unit(units);
    hoard[units++ % 64] = malloc(100);
}

#define DROP(block) drop(block)
