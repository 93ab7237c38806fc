/* SPDX-License-Identifier: MIT
 *
 * checks: what the sources of writes.o share: how a function of the C library is
 * wrapped, and how memory is checked.
 */
#ifndef LL_RUNTIME_WRITES_CHECKS_H
#define LL_RUNTIME_WRITES_CHECKS_H

#include "runtime/private.h"

/* AddressSanitizer's: what the compiler calls before an access of `size` bytes. */
void __asan_loadN(const void *at, size_t size);
void __asan_storeN(const void *at, size_t size);

/* The linker sends the program's calls of `name` to __wrap_name. */
#define WRAPPED(type, name, ...)                                                       \
    type __real_##name(__VA_ARGS__);                                                   \
    type __wrap_##name(__VA_ARGS__);                                                   \
    type __wrap_##name(__VA_ARGS__)

/* In the frame of its caller, which the report begins with. */
__attribute__((always_inline)) static inline void copies(const void *to,
                                                         const void *from, size_t size)
{
    if (size == 0)
        return;
    __asan_loadN(from, size);
    __asan_storeN(to, size);
}

__attribute__((always_inline)) static inline void reads(const void *from, size_t size)
{
    if (size > 0)
        __asan_loadN(from, size);
}

__attribute__((always_inline)) static inline void writes(const void *to, size_t size)
{
    if (size > 0)
        __asan_storeN(to, size);
}

#endif
