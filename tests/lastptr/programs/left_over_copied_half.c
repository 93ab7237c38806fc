/* SPDX-License-Identifier: MIT
 *
 * A function has left pointers on the stack. A later one copies the lower half of one of
 * them, together with a number in the upper half, and sets that number to 0.
 *
 * expect: definitely-lost bytes=11 blocks=1 how=overwritten variable=kept
 */
#include <stdlib.h>

struct four {
    long words[4];
};

union slots {
    char *pointers[8];
    int numbers[16];
    struct four fours[2];
};

static char *kept;

static void leave_pointers(void)
{
    union slots slots;

    for (int i = 0; i < 8; i++)
        slots.pointers[i] = kept;
}

static int leave_halves(void)
{
    union slots slots;

    for (int i = 0; i < 8; i += 2)
        slots.numbers[i] = 0;
    for (int i = 9; i < 16; i += 2)
        slots.numbers[i] = 1;
    slots.fours[0] = slots.fours[1];
    for (int i = 1; i < 8; i += 2)
        slots.numbers[i] = 0;
    return slots.numbers[1];
}

int main(void)
{
    kept = malloc(11); /* @alloc */
    leave_pointers();
    kept = NULL; /* @lost */
    return leave_halves();
}
