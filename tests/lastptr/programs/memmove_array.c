/* SPDX-License-Identifier: MIT
 *
 * An element is removed from an array of pointers by moving the later ones over it.
 *
 * expect: definitely-lost bytes=36 blocks=1 how=overwritten variable=items[1]
 */
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *items[5];
    int i;

    for (i = 0; i < 5; i++)
        items[i] = malloc(36);                        /* @alloc */
    memmove(&items[1], &items[2], 3 * sizeof *items); /* @lost */
    for (i = 0; i < 4; i++)
        free(items[i]);
    return 0;
}
