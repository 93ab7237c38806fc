/* SPDX-License-Identifier: MIT
 *
 * An element of an array of variable length is the only pointer.
 *
 * expect: definitely-lost bytes=27 blocks=1 how=overwritten variable=rows[1] clang-variable=-
 */
#include <stdlib.h>

static void work(int count)
{
    char *rows[count];
    int i;

    for (i = 0; i < count; i++)
        rows[i] = malloc(27); /* @alloc */
    rows[1] = NULL;           /* @lost */
    for (i = 0; i < count; i++)
        free(rows[i]);
}

int main(void)
{
    work(3);
    return 0;
}
