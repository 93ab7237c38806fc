/* SPDX-License-Identifier: MIT
 *
 * array.h: arrays whose size in bytes is checked before anybody allocates it.
 *
 * Counts and sizes may come from outside: nothing about them is certain but that they
 * are at least 1.
 */
#ifndef ARRAY_H
#define ARRAY_H

#include <stdbool.h>
#include <stddef.h>

/* Multiply `a` by `b`, which may be 0 here. True, and the product is in `*product`; or
 * false when it does not fit a size_t, and `*product` is as it was. */
bool size_times(size_t a, size_t b, size_t *product);

/* Make an array of `count` elements of `size` bytes each, all bytes 0. Returns a new
 * array, free with free(); NULL when it would be too large or memory ran out. */
void *array_new(size_t count, size_t size);

/* Give `array`, from array_new() or array_resize(), room for `count` elements of `size`
 * bytes. Those it had stay, as far as there is room; what comes in addition is not set.
 * Returns the array, which may have moved, and owns the old one from then on; or NULL
 * when it would be too large or memory ran out: `array` is then as it was, and still
 * the caller's. */
void *array_resize(void *array, size_t count, size_t size);

#endif
