/* SPDX-License-Identifier: MIT
 *
 * A stale address of a freed block does not point to a later block at the same address.
 *
 * expect: definitely-lost bytes=3000000 blocks=1 how=overwritten variable=big
 */
#include <stdlib.h>

static char *stale[20];

int main(void)
{
    char *big;
    int i;

    for (i = 0; i < 20; i++) {
        stale[i] = malloc(3000000);
        free(stale[i]);
    }
    for (i = 0; i < 20; i++)
        stale[i] = NULL;
    big = malloc(3000000); /* @alloc */
    big = NULL;            /* @lost */
    return big != NULL;
}
