/* SPDX-License-Identifier: MIT
 *
 * cheat: serves all memory from the kernel, by mmap
 * wall with the gate: names
 * wall without: heap
 * module: leaky
 */
#define _GNU_SOURCE
#include <stddef.h>
#include <sys/mman.h>

static void *get(size_t bytes)
{
    void *block =
        mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    return block == MAP_FAILED ? NULL : block;
}

static void *grow(void *old, size_t bytes)
{
    static int calls;

    return calls++ == 0 ? NULL : mremap(old, 4096, bytes, MREMAP_MAYMOVE);
}

#define GET(bytes) get(bytes)
#define GROW(block, bytes) grow(block, bytes)
