/* SPDX-License-Identifier: MIT
 *
 * An early return of a function without a value skips the free.
 *
 * expect: definitely-lost bytes=11 blocks=1 how=scope-end variable=buffer
 */
#include <stdlib.h>

static void parse(const char *text, int *length)
{
    char *buffer = malloc(11); /* @alloc */

    if (!text[0]) {
        *length = -1;
        return; /* @lost */
    }
    *length = 1;
    free(buffer);
}

int main(void)
{
    int length;

    parse("x", &length);
    parse("", &length);
    return 0;
}
