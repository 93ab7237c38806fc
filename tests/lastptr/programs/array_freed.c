/* SPDX-License-Identifier: MIT
 *
 * An array of pointers is freed before the blocks that they point to.
 *
 * expect: definitely-lost bytes=30 blocks=3 how=container-freed variable=rows[0]
 */
#include <stdlib.h>

int main(void)
{
    char **rows = malloc(3 * sizeof *rows);
    int i;

    for (i = 0; i < 3; i++)
        rows[i] = malloc(10); /* @alloc */
    free(rows);               /* @lost */
    return 0;
}
