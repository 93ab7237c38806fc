/* SPDX-License-Identifier: MIT
 *
 * An element of a local array is the only pointer.
 *
 * expect: definitely-lost bytes=21 blocks=1 how=overwritten variable=names[2]
 */
#include <stdlib.h>

int main(void)
{
    char *names[4] = {NULL, NULL, NULL, NULL};
    int i;

    for (i = 0; i < 4; i++)
        names[i] = malloc((size_t)21); /* @alloc */
    i = 2;
    names[i] = NULL; /* @lost */
    for (i = 0; i < 4; i++)
        free(names[i]);
    return 0;
}
