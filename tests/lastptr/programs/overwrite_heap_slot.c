/* SPDX-License-Identifier: MIT
 *
 * An element of an array on the heap is the only pointer.
 *
 * expect: definitely-lost bytes=6 blocks=1 how=overwritten variable=rows[1]
 */
#include <stdlib.h>

int main(void)
{
    char **rows = calloc(3, sizeof *rows);

    rows[1] = malloc(6); /* @alloc */
    rows[1] = NULL;      /* @lost */
    free(rows);
    return 0;
}
