/* SPDX-License-Identifier: MIT
 *
 * memmove shifts the elements of an array of which one was never set: it has what an older
 * function left there. The two ranges overlap. The shifted copy is no pointer either.
 *
 * expect: definitely-lost bytes=30 blocks=1 how=overwritten variable=kept
 */
#include <stdlib.h>
#include <string.h>

static char *kept;

static void leave_pointers(void)
{
    char *words[20];

    for (int i = 0; i < 20; i++)
        words[i] = kept;
}

static void shift(void)
{
    char *words[3];

    words[0] = NULL;
    memmove(words + 1, words, 2 * sizeof *words);
}

int main(void)
{
    kept = malloc(30); /* @alloc */
    leave_pointers();
    kept = NULL; /* @lost */
    shift();
    return 0;
}
