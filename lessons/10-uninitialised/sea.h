/* SPDX-License-Identifier: MIT
 *
 * sea.h: the sea of a game in which boats are hidden and fired at.
 *
 *     squares ──► [ . . B ]     . water   B a boat   x a boat that was hit
 *                 [ . x . ]     width = 3, height = 2
 *
 * Life cycle: sea_init(), then boats and shots, then sea_release().
 */
#ifndef SEA_H
#define SEA_H

#include <stdbool.h>

enum square { WATER, BOAT, WRECK };

struct sea {
    int width, height;
    enum square *squares; /* owned by the sea: row by row */
    int boats;            /* how many were hidden */
    int hits;             /* how many of them were hit */
};

/* Make a sea of `width` by `height` squares, all water, both from 1 to 100. Returns
 * 0, or -1 when memory ran out: there is then nothing to release. */
int sea_init(struct sea *sea, int width, int height);

/* Hide a boat on a square of the sea, counted from 0. False when one lies there. */
bool sea_hide(struct sea *sea, int x, int y);

/* Fire at a square of the sea. True when a boat is hit; a wreck is hit no more. */
bool sea_fire(struct sea *sea, int x, int y);

/* How many boats are left. */
int sea_left(const struct sea *sea);

/* Free what the sea owns. */
void sea_release(struct sea *sea);

#endif
