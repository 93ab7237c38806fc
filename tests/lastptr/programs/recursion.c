/* SPDX-License-Identifier: MIT
 *
 * Every third level of a recursion does not free its block.
 *
 * expect: definitely-lost bytes=96 blocks=2 how=scope-end variable=p
 */
#include <stdlib.h>

static int descend(int depth)
{
    char *p = malloc(48); /* @alloc */
    int result;

    p[0] = 'x';
    result = depth > 0 ? 1 + descend(depth - 1) : 0;
    if (depth % 3 == 1)
        return result; /* @lost */
    free(p);
    return result;
}

int main(void)
{
    return descend(5) != 5;
}
