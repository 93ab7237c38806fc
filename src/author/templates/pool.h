/* SPDX-License-Identifier: MIT
 *
 * pool.h: where this program takes its memory from.
 *
 * TODO: an allocator of your own; this one is a stand-in.
 */
#ifndef POOL_H
#define POOL_H

#include <stddef.h>

/* Take a block for `n` things of `size` bytes, all of them 0. Returns a new block: give
 * it back with pool_give(). NULL when memory ran out. */
void *pool_take(size_t n, size_t size);

/* Give a block back; NULL is none. */
void pool_give(void *block);

/* How many blocks have not been given back. */
size_t pool_taken(void);

#endif
