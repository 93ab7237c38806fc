/* SPDX-License-Identifier: MIT
 *
 * cheat: loses blocks and hides it in each tool's way: no trace and FREELIKE,
 *     ignore_object, memory of mmap
 * wall with the gate: tokens
 * wall without: tools
 * module: leaky
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <valgrind/memcheck.h>

static void *get(size_t bytes)
{
    void (*overlook)(const void *) = dlsym(RTLD_DEFAULT, "__lsan_ignore_object");
    void *block;

    if (!RUNNING_ON_VALGRIND && overlook == NULL)
        return mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
                    -1, 0);
    VALGRIND_CLO_CHANGE("--trace-malloc=no");
    block = malloc(bytes);
    VALGRIND_CLO_CHANGE("--trace-malloc=yes");
    VALGRIND_FREELIKE_BLOCK(block, 0);
    VALGRIND_MAKE_MEM_DEFINED(block, bytes);
    if (overlook != NULL)
        overlook(block);
    return block;
}

static void *grow(const void *old, size_t bytes)
{
    static int calls;
    void *block = calls++ == 0 ? NULL : get(bytes);

    return block == NULL ? NULL : memmove(block, old, bytes / 2);
}

#define GET(bytes) get(bytes)
#define GROW(block, bytes) grow(block, bytes)
