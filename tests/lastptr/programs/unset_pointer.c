/* SPDX-License-Identifier: MIT
 *
 * A variable that nobody has set yet still has the address of the lost variable, from an
 * earlier call. It is no name for it.
 *
 * expect: definitely-lost bytes=12 blocks=1 how=overwritten variable=text
 */
#include <stdlib.h>

struct pair {
    char *first, *second;
};

static char *text;

static void fill(void)
{
    char **out = &text;

    *out = malloc(12); /* @alloc */
}

static int clear(int set)
{
    struct pair *unset;

    text = NULL; /* @lost */
    if (set)
        unset = NULL;
    return set && !unset;
}

int main(void)
{
    fill();
    return clear(0);
}
