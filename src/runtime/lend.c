/* SPDX-License-Identifier: MIT
 *
 * lend: linked into the host of sweeps (host.h): malloc, calloc and realloc, as the C
 * library and all others call them. They are the C library's until a program is loaded,
 * and then those of the program (swept.c), which counts allocations and makes them
 * fail.
 *
 * A library that is loaded finds the functions of the executable before those of any
 * other library. So only the host can have them, and it has to have them when Valgrind
 * starts.
 *
 * Each goes on by a jump (see CMakeLists.txt): the stack has no frame of ours, as in a
 * program that is not loaded.
 */
#include <dlfcn.h>

#include "runtime/hooks.h"

static void *(*to_malloc)(size_t size) = __libc_malloc;
static void *(*to_calloc)(size_t count, size_t size) = __libc_calloc;
static void *(*to_realloc)(void *block, size_t size) = __libc_realloc;

void *malloc(size_t size)
{
    return to_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return to_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
    return to_realloc(block, size);
}

bool ll_lend_malloc(void *program)
{
    void *found[] = {dlsym(program, "malloc"), dlsym(program, "calloc"),
                     dlsym(program, "realloc")};
    if (found[0] == NULL || found[1] == NULL || found[2] == NULL)
        return false;
    *(void **)&to_malloc = found[0];
    *(void **)&to_calloc = found[1];
    *(void **)&to_realloc = found[2];
    return true;
}
