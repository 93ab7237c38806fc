/* SPDX-License-Identifier: MIT
 *
 * A function returns a new block. The caller does not store it.
 *
 * expect: definitely-lost bytes=20 blocks=1 how=return-ignored variable=-
 */
#include <stdlib.h>

static char *buffer_new(size_t size)
{
    char *buffer = malloc(size); /* @alloc */

    buffer[0] = 0;
    return buffer;
}

int main(void)
{
    buffer_new(20); /* @lost */
    return 0;
}
