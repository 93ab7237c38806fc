/* SPDX-License-Identifier: MIT
 *
 * A static variable of a function is the only pointer.
 *
 * expect: definitely-lost bytes=8 blocks=1 how=overwritten variable=last
 */
#include <stdlib.h>

static void remember(size_t size)
{
    static char *last;

    last = size ? malloc(size) : NULL; /* @alloc @lost */
}

int main(void)
{
    remember(8);
    remember(0);
    return 0;
}
