/* SPDX-License-Identifier: MIT
 *
 * An early return skips the free.
 *
 * expect: definitely-lost bytes=11 blocks=1 how=scope-end variable=buffer
 */
#include <stdlib.h>

static int parse(const char *text)
{
    char *buffer = malloc(11); /* @alloc */

    if (!text[0])
        return -1; /* @lost */
    buffer[0] = text[0];
    free(buffer);
    return 0;
}

int main(void)
{
    parse("x");
    parse("");
    return 0;
}
