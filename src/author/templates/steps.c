/* SPDX-License-Identifier: MIT
 *
 * steps.c: a shelf with two faults. Mend them, one after the other.
 */
#include "shelf.h"

#include <stdlib.h>
#include <string.h>

int shelf_new(struct shelf *shelf, size_t n)
{
    shelf->n = n;
    shelf->boxes = calloc(n, sizeof *shelf->boxes); /* @alloc */
    return shelf->boxes == NULL ? -1 : 0;
}

int shelf_count(const struct shelf *shelf)
{
    int things = 0;

    for (size_t i = 0; i <= shelf->n; i++)
        if (shelf->boxes[i] > 0) /* @past */
            things += i < shelf->n ? shelf->boxes[i] : 0;
    return things;
}

int shelf_grow(struct shelf *shelf, size_t n)
{
    int *boxes = calloc(n, sizeof *boxes);

    if (boxes == NULL)
        return -1;
    memcpy(boxes, shelf->boxes, shelf->n * sizeof *boxes);
    shelf->boxes = boxes; /* @lost */
    shelf->n = n;
    return 0;
}

void shelf_free(struct shelf *shelf)
{
    free(shelf->boxes);
}
