/* SPDX-License-Identifier: MIT
 *
 * A structure is copied byte by byte, together with a field that nobody has set: an ended
 * function has left pointers there.
 *
 * expect: definitely-lost bytes=11 blocks=1 how=overwritten variable=kept
 */
#include <stdlib.h>

struct pair {
    long number;
    char *unset;
};

static char *kept;

static void copy(void *to, const void *from, size_t size)
{
    char *t = to;
    const char *f = from;

    while (size--)
        *t++ = *f++;
}

static void leave_pointers(void)
{
    char *pointers[8];

    for (int i = 0; i < 8; i++)
        pointers[i] = kept;
}

static long copy_pairs(void)
{
    struct pair pairs[4];

    pairs[0].number = pairs[1].number = pairs[2].number = pairs[3].number = 1;
    copy(&pairs[0], &pairs[2], sizeof pairs[0]);
    return pairs[0].number;
}

int main(void)
{
    kept = malloc(11); /* @alloc */
    leave_pointers();
    kept = NULL; /* @lost */
    return copy_pairs() != 1;
}
