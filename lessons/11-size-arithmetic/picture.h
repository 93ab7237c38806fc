/* SPDX-License-Identifier: MIT
 *
 * picture.h: a small picture, read from a text that comes from outside.
 *
 *     2x1                  width and height
 *     0.9 0.1 0.1          red, green and blue of each dot, row by row,
 *     0.2 0.2 0.8          from 0 (none) to 1 (all)
 *
 * Life cycle: picture_read(), then reading, then picture_release().
 */
#ifndef PICTURE_H
#define PICTURE_H

#include <stddef.h>
#include <stdio.h>

enum { PICTURE_SIDE_MAX = 4096 };

struct dot {
    float red, green, blue;
};

struct picture {
    size_t width, height;
    struct dot *dots; /* owned by the picture: row by row */
};

enum picture_result { PICTURE_OK, PICTURE_REFUSED, PICTURE_NO_MEMORY };

/* Read a picture from `file`, which stays the caller's. A text that is no picture, that
 * ends too early, or whose sides are not from 1 to PICTURE_SIDE_MAX is refused. When
 * the result is not PICTURE_OK, there is nothing to release. */
enum picture_result picture_read(struct picture *picture, FILE *file);

/* How bright the picture is on the whole, from 0 to 1. */
double picture_brightness(const struct picture *picture);

/* Free what the picture owns. */
void picture_release(struct picture *picture);

#endif
