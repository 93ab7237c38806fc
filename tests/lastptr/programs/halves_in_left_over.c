/* SPDX-License-Identifier: MIT
 *
 * Two ints in left-over words are the halves of a pointer. Each of them is new, though the
 * other half of its word is left over from an old pointer.
 *
 * expect: definitely-lost bytes=31 blocks=1 how=overwritten variable=copy
 */
#include <stdint.h>
#include <stdlib.h>

static char *kept;

static void leave_pointers(void)
{
    char *old[24];

    for (int i = 0; i < 24; i++)
        old[i] = kept;
}

static void copy_in_halves(int *to, uintptr_t value)
{
    int halves[32];

    for (int i = 0; i < 16; i += 4) {
        halves[i] = (int)value;
        halves[i + 3] = (int)(value >> 32);
    }
    to[0] = halves[4];
    to[1] = halves[11];
}

int main(void)
{
    char *p = malloc(31); /* @alloc */
    char *copy = NULL;

    kept = malloc(5);
    leave_pointers();
    copy_in_halves((int *)&copy, (uintptr_t)p);
    p = NULL;
    copy = NULL; /* @lost */
    free(kept);
    return p == copy ? 0 : 1;
}
