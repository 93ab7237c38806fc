/* SPDX-License-Identifier: MIT
 *
 * A block has the memory of a freed one, whose pointers are still there. realloc copies
 * them, but nobody has set them.
 *
 * expect: definitely-lost bytes=11 blocks=1 how=overwritten variable=kept
 */
#include <stdlib.h>

static char *kept;

static void leave_pointers(void)
{
    char **old = malloc(8 * sizeof *old);

    for (int i = 0; i < 8; i++)
        old[i] = kept;
    free(old);
    free(malloc(32 * 1000 * 1000)); /* Valgrind gives freed memory out again now */
}

static void grow(void)
{
    char **names = malloc(8 * sizeof *names), **more;

    names[0] = NULL;
    more = realloc(names, 16 * sizeof *names);
    free(more ? more : names);
}

int main(void)
{
    kept = malloc(11); /* @alloc */
    leave_pointers();
    kept = NULL; /* @lost */
    grow();
    return 0;
}
