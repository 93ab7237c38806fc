/* SPDX-License-Identifier: MIT
 *
 * Pointers are copied byte by byte and by memcpy. The originals are cleared. Nothing is
 * lost.
 *
 * expect: none
 */
#include <stdlib.h>
#include <string.h>

static void copy(void *to, const void *from, size_t size)
{
    unsigned char *t = to;
    const unsigned char *f = from;

    while (size--)
        *t++ = *f++;
}

int main(void)
{
    char *p = malloc(10), *q = NULL, *r = NULL;

    copy(&q, &p, sizeof p);
    p = NULL;
    memcpy(&r, &q, sizeof q);
    memset(&q, 0, sizeof q);
    memmove(&p, &r, sizeof r);
    r = NULL;
    free(p);
    return 0;
}
