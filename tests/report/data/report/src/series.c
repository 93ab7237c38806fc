#include "series.h"

#include <stdlib.h>

struct series *series_new(void)
{
	struct series *series = calloc(1, sizeof *series);
	if (series == NULL)
		return NULL;
	series->data = malloc(4 * sizeof *series->data); /* @alloc */
	series->capacity = 4;
	return series;
}

int series_resize(struct series *series, size_t capacity)
{
    /* Größe: in Werten, nicht in Bytes */
    series->data = realloc(series->data, capacity * sizeof *series->data); // @bug // @lost
    if (series->data == NULL)
        return -1;
    series->capacity = capacity;
    return 0;
}
