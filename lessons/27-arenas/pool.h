/* SPDX-License-Identifier: MIT
 *
 * pool.h: blocks of one size, handed out and taken back without malloc and free. The
 * pool tells the tools of each of them.
 *
 * Life cycle: make a pool with POOL_OF(), which serves to the end of the program;
 * pool_take() and pool_give() as often as needed.
 */
#ifndef POOL_H
#define POOL_H

#include <stddef.h>

struct pool {
    size_t size;        /* of a block */
    struct slab *slabs; /* owned: the room that the pool has */
    struct slot *free;  /* the first free slot; NULL: there is none */
};

/* A pool without any room yet, of blocks of that type. */
#define POOL_OF(type)                                                                  \
    {                                                                                  \
        sizeof(type), NULL, NULL                                                       \
    }

/* Take a block, which belongs to the caller until pool_give(). NULL when memory ran
 * out. What is in it is chance. */
void *pool_take(struct pool *pool);

/* Give a block back. It may be handed out again by the next pool_take(). */
void pool_give(struct pool *pool, void *block);

#endif
