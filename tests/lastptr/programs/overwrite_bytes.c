/* SPDX-License-Identifier: MIT
 *
 * The only pointer is overwritten byte by byte: the first byte that changes loses it.
 *
 * expect: definitely-lost bytes=13 blocks=1 how=overwritten variable=p
 */
#include <stdlib.h>

int main(void)
{
    char *p = malloc(13); /* @alloc */
    unsigned char *byte = (unsigned char *)&p;
    size_t i;

    for (i = 0; i < sizeof p; i++)
        byte[sizeof p - 1 - i] = 0xff; /* @lost */
    return 0;
}
