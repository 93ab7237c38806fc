/* SPDX-License-Identifier: MIT
 *
 * buggy-sizeof.c: as many dots as there are, times the size of what holds them.
 */
#include "picture.h"

#include <stdlib.h>

/* Read the dots of `picture`, row by row. Returns 0, or -1 when there are too few. */
static int read_dots(struct picture *picture, FILE *file)
{
    struct dot *next = picture->dots;

    for (size_t y = 0; y < picture->height; y++)
        for (size_t x = 0; x < picture->width; x++) {
            struct dot dot;

            if (fscanf(file, "%f%f%f", &dot.red, &dot.green, &dot.blue) != 3)
                return -1;
            *next++ = dot; /* @bug */
        }
    return 0;
}

enum picture_result picture_read(struct picture *picture, FILE *file)
{
    int width, height;

    if (fscanf(file, "%9dx%9d", &width, &height) != 2) /* nine digits fit an int */
        return PICTURE_REFUSED;
    if (width < 1 || width > PICTURE_SIDE_MAX || height < 1 ||
        height > PICTURE_SIDE_MAX)
        return PICTURE_REFUSED;
    picture->width = (size_t)width;
    picture->height = (size_t)height;
    size_t count = picture->width * picture->height;
    picture->dots = malloc(count * sizeof picture->dots); /* @alloc */
    if (picture->dots == NULL)
        return PICTURE_NO_MEMORY;
    if (read_dots(picture, file) != 0) {
        picture_release(picture);
        return PICTURE_REFUSED;
    }
    return PICTURE_OK;
}

double picture_brightness(const struct picture *picture)
{
    size_t count = picture->width * picture->height;
    double sum = 0;

    for (size_t i = 0; i < count; i++) {
        struct dot dot = picture->dots[i]; /* @read */

        sum += (dot.red + dot.green + dot.blue) / 3;
    }
    return sum / (double)count;
}

void picture_release(struct picture *picture)
{
    free(picture->dots);
    picture->dots = NULL;
}
