/* SPDX-License-Identifier: MIT
 *
 * tell.h: tell the tools what a pool does with its memory.
 *
 *     TELL_POOL(pool)                  there is a new pool; its address is its name
 *     TELL_TAKEN(pool, block, size)    the pool handed out a block
 *     TELL_GIVEN(pool, block, size)    the block is back: nobody may touch it now
 *
 * Valgrind listens to requests that its headers define, AddressSanitizer to two macros
 * that mark bytes as poisoned or not. Where a header is missing, or with -DUNTOLD, the
 * lines above tell nobody anything, and cost nothing. A program that runs without
 * Valgrind pays some machine instructions for each request.
 */
#ifndef TELL_H
#define TELL_H

#if defined __has_include && !defined UNTOLD
#if __has_include(<valgrind/memcheck.h>)
#include <valgrind/memcheck.h>
#endif
#if __has_include(<sanitizer/asan_interface.h>)
#include <sanitizer/asan_interface.h>
#endif
#endif

#ifndef VALGRIND_CREATE_MEMPOOL
#define VALGRIND_CREATE_MEMPOOL(pool, redzone, zeroed) ((void)(pool))
#define VALGRIND_MEMPOOL_ALLOC(pool, block, size) ((void)(block))
#define VALGRIND_MEMPOOL_FREE(pool, block) ((void)(block))
#endif

#ifndef ASAN_POISON_MEMORY_REGION
#define ASAN_POISON_MEMORY_REGION(block, size) ((void)(block), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(block, size) ((void)(block), (void)(size))
#endif

#define TELL_POOL(pool) VALGRIND_CREATE_MEMPOOL(pool, 0, 0)

#define TELL_TAKEN(pool, block, size)                                                  \
    do {                                                                               \
        ASAN_UNPOISON_MEMORY_REGION(block, size);                                      \
        VALGRIND_MEMPOOL_ALLOC(pool, block, size);                                     \
    } while (0)

#define TELL_GIVEN(pool, block, size)                                                  \
    do {                                                                               \
        VALGRIND_MEMPOOL_FREE(pool, block);                                            \
        ASAN_POISON_MEMORY_REGION(block, size);                                        \
    } while (0)

#endif
