/* SPDX-License-Identifier: MIT
 *
 * The pointer moves through its block until it points past the end.
 *
 * expect: definitely-lost bytes=10 blocks=1 how=overwritten variable=p
 */
#include <stdlib.h>

static void fill(size_t size)
{
    char *p = malloc(size); /* @alloc */

    while (size--)
        *p++ = 'x'; /* @lost */
}

int main(void)
{
    fill(10);
    return 0;
}
