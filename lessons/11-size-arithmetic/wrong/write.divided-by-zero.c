/* SPDX-License-Identifier: MIT
 *
 * write.divided-by-zero.c: the limit is divided by a factor of zero.
 */
#include "array.h"

#include <stdint.h>
#include <stdlib.h>

bool size_times(size_t a, size_t b, size_t *product)
{
    if (a > SIZE_MAX / b)
        return false;
    *product = a * b;
    return true;
}

void *array_new(size_t count, size_t size)
{
    return calloc(count, size);
}

void *array_resize(void *array, size_t count, size_t size)
{
    size_t bytes;

    if (!size_times(count, size, &bytes))
        return NULL;
    return realloc(array, bytes);
}
