/* SPDX-License-Identifier: MIT
 *
 * The C library calls a function through a pointer. Each call loses a block.
 *
 * expect: definitely-lost bytes=8 blocks=1 how=scope-end variable=scratch
 */
#include <stdlib.h>

static int compare(const void *a, const void *b)
{
    int *scratch = malloc(8); /* @alloc */

    scratch[0] = *(const int *)a;
    scratch[1] = *(const int *)b;
    return scratch[0] - scratch[1]; /* @lost */
}

int main(void)
{
    int values[2] = {2, 1};

    qsort(values, 2, sizeof *values, compare);
    return values[0] != 1;
}
