/* SPDX-License-Identifier: MIT
 *
 * write.c: yours to write. array.h says what each function does and who owns what;
 * test_array.c asks for it. Until then, every product is too large.
 */
#include "array.h"

#include <stdint.h>
#include <stdlib.h>

bool size_times(size_t a, size_t b, size_t *product)
{
    (void)a;
    (void)b;
    (void)product;
    return false;
}

void *array_new(size_t count, size_t size)
{
    (void)count;
    (void)size;
    return NULL;
}

void *array_resize(void *array, size_t count, size_t size)
{
    (void)array;
    (void)count;
    (void)size;
    return NULL;
}
