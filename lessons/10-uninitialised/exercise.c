/* SPDX-License-Identifier: MIT
 *
 * exercise.c: a sea that takes the memory it is given for water. Mend it.
 */
#include "sea.h"

#include <stdlib.h>

int sea_init(struct sea *sea, int width, int height)
{
    sea->width = width;
    sea->height = height;
    sea->boats = 0;
    sea->squares = malloc((size_t)(width * height) * sizeof *sea->squares);
    return sea->squares == NULL ? -1 : 0;
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
