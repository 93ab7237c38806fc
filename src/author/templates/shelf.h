/* SPDX-License-Identifier: MIT
 *
 * shelf.h: boxes on a shelf, each with a number of things in it.
 *
 * TODO: a story of your own for this exercise; this one is a stand-in.
 */
#ifndef SHELF_H
#define SHELF_H

#include <stddef.h>

struct shelf {
    int *boxes; /* owned by the shelf */
    size_t n;   /* how many there are */
};

/* Make a shelf with `n` empty boxes. Returns 0, or -1 when memory ran out: there is
 * then nothing to free. */
int shelf_new(struct shelf *shelf, size_t n);

/* How many things there are in all boxes. */
int shelf_count(const struct shelf *shelf);

/* Make room for `n` boxes, no fewer than there are: the new ones are empty. Returns 0,
 * or -1 when memory ran out: the shelf is then as it was. */
int shelf_grow(struct shelf *shelf, size_t n);

/* Free what the shelf owns. */
void shelf_free(struct shelf *shelf);

#endif
