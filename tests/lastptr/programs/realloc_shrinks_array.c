/* SPDX-License-Identifier: MIT
 *
 * realloc cuts off the elements that are the only pointers.
 *
 * expect: definitely-lost bytes=9 blocks=1 how=container-freed variable=rows[2]
 */
#include <stdlib.h>

int main(void)
{
    char **rows = calloc(3, sizeof *rows);

    rows[0] = malloc(8);
    rows[2] = malloc(9);                    /* @alloc */
    rows = realloc(rows, 2 * sizeof *rows); /* @lost */
    free(rows[0]);
    free(rows);
    return 0;
}
