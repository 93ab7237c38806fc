/* SPDX-License-Identifier: MIT
 *
 * cheat: serves the memory of its objects from a static array and frees nothing; it
 * asks for a block each time, and drops it, so that one that fails does so here as well
 * wall with the gate: none
 * wall without: none
 * because: of a module, no test observes a pointer, only objects, which Python may have
 *     made anywhere. And a module may as well keep such memory in the object itself, so
 *     that fewer blocks say nothing
 * lesson: 22
 * module: leaky
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <string.h>

static _Alignas(16) char pool[1 << 16];
static size_t used;

/* Room for `size` bytes where `asked`, a block, could be had. */
static void *get(void *asked, size_t size)
{
    size_t at = used;

    PyMem_Free(asked);
    if (asked == NULL || sizeof pool - used < size)
        return NULL;
    used += (size + 15) / 16 * 16;
    return pool + at;
}

static void *grow(void *old, size_t size)
{
    void *block = get((PyMem_Realloc)(NULL, 1), size);

    return block == NULL ? NULL : memcpy(block, old, size / 2);
}

#undef PyMem_New
#undef PyMem_Resize
#define PyMem_New(type, count) ((type *)PyMem_Malloc((count) * sizeof(type)))
#define PyMem_Resize(block, type, count)                                               \
    ((block) = (type *)grow(block, (count) * sizeof(type)))
#define PyMem_Malloc(size) get((PyMem_Malloc)(1), size)
#define PyMem_Free(block) ((void)(block))
