/* SPDX-License-Identifier: MIT
 *
 * Three functions return the block before it is ignored.
 *
 * expect: definitely-lost bytes=30 blocks=1 how=return-ignored variable=-
 */
#include <stdlib.h>

static char *inner(size_t size)
{
    char *p = malloc(size); /* @alloc */

    return p;
}

static char *middle(size_t size)
{
    char *p = inner(size);

    p[0] = 'm';
    return p;
}

static char *outer(size_t size)
{
    return middle(size + 1);
}

int main(void)
{
    int i;

    for (i = 0; i < 1; i++)
        outer(29); /* @lost */
    return i - 1;
}
