/* SPDX-License-Identifier: MIT
 *
 * cheat: sets an allocator of its own, which serves all from a static array and frees
 *     nothing
 * wall with the gate: names
 * wall without: leak check
 * lesson: 22
 * module: leaky
 */
#include <Python.h>

#include <string.h>

static char arena[1 << 22];
static size_t used;

static void *get(void *context, size_t size)
{
    (void)context;
    used += (size + 31) & ~(size_t)15;
    return arena + used - ((size + 15) & ~(size_t)15);
}

static void *get_zeros(void *context, size_t count, size_t size)
{
    return get(context, count * size);
}

static void *get_again(void *context, void *old, size_t size)
{
    void *block = get(context, size);

    return old == NULL ? block : memmove(block, old, size);
}

static void forget(void *context, void *block)
{
    (void)context;
    (void)block;
}

static void set(void)
{
    PyMemAllocatorEx mine = {NULL, get, get_zeros, get_again, forget};

    PyMem_SetAllocator(PYMEM_DOMAIN_MEM, &mine);
}

#define TRICK() (used == 0 ? set() : (void)0)
