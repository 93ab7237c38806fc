/* SPDX-License-Identifier: MIT
 *
 * buggy.c: a series that loses its values when it cannot grow.
 */
#include "series.h"

#include <stdlib.h>

enum { FIRST_CAPACITY = 4 };

int series_init(struct series *series)
{
    series->data = malloc(FIRST_CAPACITY * sizeof *series->data); /* @alloc */
    if (series->data == NULL)
        return -1;
    series->count = 0;
    series->capacity = FIRST_CAPACITY;
    return 0;
}

static int series_resize(struct series *series, size_t capacity)
{
    series->data = realloc(series->data, capacity * sizeof *series->data); /* @lost */
    if (series->data == NULL) {
        series->count = 0;
        series->capacity = 0;
        return -1;
    }
    series->capacity = capacity;
    return 0;
}

int series_add(struct series *series, double value)
{
    if (series->count == series->capacity &&
        series_resize(series, 2 * (series->count + 1)) != 0)
        return -1;
    series->data[series->count] = value;
    series->count++;
    return 0;
}

void series_release(struct series *series)
{
    free(series->data);
    series->data = NULL;
    series->count = 0;
    series->capacity = 0;
}
