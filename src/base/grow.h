/* SPDX-License-Identifier: MIT
 *
 * grow: arrays that get one item more at a time.
 *
 *     if (!LL_GROW(list->items, list->count, list->cap))
 *         return ll_fail_memory(err);
 *     list->items[list->count++] = item;
 *
 * The array is the caller's: NULL while it is empty, free it with free(). The new item
 * is not set. When memory runs out, or the size is more than a size_t holds, the macros
 * are false and the array is as it was.
 */
#ifndef LL_BASE_GROW_H
#define LL_BASE_GROW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* Make room for one item behind the `count` that `items` holds. `cap` is how many it
 * has room for: it doubles when it is used up, so that adding n items takes a time that
 * grows as n does. Each argument is an lvalue without side effects. */
#define LL_GROW(items, count, cap) ll_grow(&(items), sizeof *(items), (count), &(cap))

/* The same for an array of few items, which has no `cap`: it is as long as it must. */
#define LL_GROW_ONE(items, count) ll_grow_one(&(items), sizeof *(items), (count))

/* What the macros call. `items` points to the array's pointer. */
bool ll_grow(void *items, size_t size, size_t count, size_t *cap) LL_MUST_CHECK;
bool ll_grow_one(void *items, size_t size, size_t count) LL_MUST_CHECK;

#endif
