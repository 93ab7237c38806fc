/* SPDX-License-Identifier: MIT
 *
 * dance.c: six people dance, each one holding the next by the hand. The first three
 * stand in a row; the others close a circle.
 */
#include <stdio.h>
#include <stdlib.h>

struct dancer {
    int number;
    int held;            /* how many hold this one; the floor counts as one of them */
    struct dancer *next; /* held by the hand; NULL: nobody */
};

/* Returns a new dancer, held by the floor alone; NULL when memory ran out. */
static struct dancer *enter(int number)
{
    struct dancer *dancer = malloc(sizeof *dancer);

    if (dancer != NULL)
        *dancer = (struct dancer){.number = number, .held = 1};
    return dancer;
}

/* Let go of a dancer, who may be NULL. Whom nobody holds goes home. */
static void release(struct dancer *dancer)
{
    if (dancer == NULL || --dancer->held > 0)
        return;
    release(dancer->next);
    free(dancer);
}

static void take_hand(struct dancer *dancer, struct dancer *next)
{
    next->held++;
    dancer->next = next;
}

/* Three dancers in a row; in a circle, if `closed`. Returns how many danced. */
static int dance(int first, int closed)
{
    struct dancer *a = enter(first), *b = enter(first + 1), *c = enter(first + 2);
    int danced = 0;

    if (a != NULL && b != NULL && c != NULL) {
        take_hand(a, b);
        take_hand(b, c);
        if (closed)
            take_hand(c, a);
        danced = 3;
    }
    release(a);
    release(b);
    release(c);
    return danced;
}

int main(void)
{
    int danced = dance(1, 0);

    danced += dance(4, 1);
    printf("%d people danced\n", danced);
    return danced == 6 ? EXIT_SUCCESS : EXIT_FAILURE;
}
