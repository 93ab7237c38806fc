/* SPDX-License-Identifier: MIT
 *
 * grow: arrays that grow by one item at a time.
 *
 *     if (!LL_GROW(list->items, list->count, list->cap))
 *         return ll_fail_memory(err);
 *     list->items[list->count++] = item;
 *
 * The caller owns the array: it is NULL while it is empty; free it with free(). The new
 * item is not initialised. The macros are false, and the array is unchanged, when
 * memory runs out or a size_t cannot hold the size.
 */
#ifndef LL_BASE_GROW_H
#define LL_BASE_GROW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* Make room for one item after the `count` items in `items`. `cap` is the number of
 * items that fit. It doubles when it is reached, so adding n items takes time
 * proportional to n. Each argument must be an lvalue without side effects. */
#define LL_GROW(items, count, cap) ll_grow(&(items), sizeof *(items), (count), &(cap))

/* The same for an array of few items, without a `cap`: it is never longer than needed.
 */
#define LL_GROW_ONE(items, count) ll_grow_one(&(items), sizeof *(items), (count))

/* The macros call these. `items` is the address of the array's pointer. */
bool ll_grow(void *items, size_t size, size_t count, size_t *cap) LL_MUST_CHECK;
bool ll_grow_one(void *items, size_t size, size_t count) LL_MUST_CHECK;

#endif
