/* SPDX-License-Identifier: MIT
 *
 * A field of a heap block is the only pointer.
 *
 * expect: definitely-lost bytes=80 blocks=1 how=overwritten variable=series->data
 */
#include <stdlib.h>

struct series {
    size_t count;
    double *data;
};

static void series_reset(struct series *series)
{
    series->count = 0;
    series->data = NULL; /* @lost */
}

int main(void)
{
    struct series *series = malloc(sizeof *series);

    series->count = 10;
    series->data = malloc(10 * sizeof *series->data); /* @alloc */
    series_reset(series);
    free(series);
    return 0;
}
