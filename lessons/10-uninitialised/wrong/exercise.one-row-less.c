/* SPDX-License-Identifier: MIT
 *
 * exercise.one-row-less.c: the last square is not set.
 */
#include "sea.h"

#include <stdlib.h>

int sea_init(struct sea *sea, int width, int height)
{
    *sea = (struct sea){.width = width, .height = height};
    sea->squares = malloc((size_t)(width * height) * sizeof *sea->squares);
    if (sea->squares == NULL)
        return -1;
    for (int i = 0; i < width * height - 1; i++)
        sea->squares[i] = WATER;
    return 0;
}

bool sea_hide(struct sea *sea, int x, int y)
{
    enum square *square = &sea->squares[y * sea->width + x];

    if (*square != WATER)
        return false;
    *square = BOAT;
    sea->boats++;
    return true;
}

bool sea_fire(struct sea *sea, int x, int y)
{
    enum square *square = &sea->squares[y * sea->width + x];

    if (*square != BOAT)
        return false;
    *square = WRECK;
    sea->hits++;
    return true;
}

int sea_left(const struct sea *sea)
{
    return sea->boats - sea->hits;
}

void sea_release(struct sea *sea)
{
    free(sea->squares);
    sea->squares = NULL;
}
