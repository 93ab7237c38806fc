/* SPDX-License-Identifier: MIT
 *
 * realloc fails and overwrites the only pointer, a field, with NULL.
 *
 * expect: definitely-lost bytes=80 blocks=1 how=overwritten variable=series->data
 */
#include <stdint.h>
#include <stdlib.h>

struct series {
    size_t count;
    double *data;
};

static int series_resize(struct series *series, size_t size)
{
    series->data = realloc(series->data, size); /* @lost */
    return series->data ? 0 : -1;
}

int main(void)
{
    struct series series = {10, NULL};

    series.data = malloc(80); /* @alloc */
    series_resize(&series, (size_t)PTRDIFF_MAX + 1);
    free(series.data);
    return 0;
}
