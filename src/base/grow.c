/* SPDX-License-Identifier: MIT */
#include "base/grow.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* memcpy, because C does not allow reading a `struct thing **` as a `void **`. */
static bool resize(void *items, size_t size, size_t cap)
{
    void *old;
    memcpy(&old, items, sizeof old);
    void *grown = reallocarray(old, cap, size);
    if (grown == NULL)
        return false;
    memcpy(items, &grown, sizeof grown);
    return true;
}

bool ll_grow(void *items, size_t size, size_t count, size_t *cap)
{
    if (count < *cap)
        return true;
    size_t wanted = *cap < 8 ? 8 : *cap;
    while (wanted <= count && wanted <= SIZE_MAX / 2)
        wanted *= 2;
    if (wanted <= count || !resize(items, size, wanted))
        return false;
    *cap = wanted;
    return true;
}

bool ll_grow_one(void *items, size_t size, size_t count)
{
    return count < SIZE_MAX && resize(items, size, count + 1);
}
