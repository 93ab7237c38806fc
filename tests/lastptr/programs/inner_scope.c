/* SPDX-License-Identifier: MIT
 *
 * A variable of an inner scope: its stack slot exists until the function ends.
 *
 * expect: definitely-lost bytes=64 blocks=1 how=scope-end variable=inner
 */
#include <stdlib.h>

static int work(int x)
{
    if (x) {
        char *inner = malloc(64); /* @alloc */

        inner[0] = 'x';
    }
    return x; /* @lost */
}

int main(void)
{
    return work(1) - 1;
}
