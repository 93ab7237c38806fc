/* SPDX-License-Identifier: MIT
 *
 * Two rings are lost. Then half of a pointer to each is copied with a structure that
 * nobody has set, next to an int of -1. Later an int of 0 takes the place of that -1, and
 * the half looks like a pointer again. The second time, the other half of that word has
 * been written before: all of its bytes are new.
 *
 * expect: definitely-lost bytes=32 blocks=1 ring=2 how=scope-end variable=names[0]
 * expect: indirectly-lost bytes=16 blocks=1 ring=2 how=scope-end variable=names[0] alloc=alloc2
 * expect: definitely-lost bytes=32 blocks=1 ring=2 how=scope-end variable=many[0] alloc=many lost=end
 * expect: indirectly-lost bytes=16 blocks=1 ring=2 how=scope-end variable=many[0] alloc=many2 lost=end
 */
#include <stdlib.h>

struct node {
    struct node *other;
    int count;
};

struct part {
    int numbers[5];
};

struct whole {
    struct part part;
    int last;
};

static void ring(void)
{
    struct node *names[2];

    names[0] = malloc(sizeof *names[0]);        /* @alloc */
    names[0]->other = malloc(sizeof *names[0]); /* @alloc2 */
    names[0]->other->other = names[0];
    names[1] = names[0];
} /* @lost */

static int copy_part(void)
{
    struct part part;
    struct whole whole;

    part.numbers[0] = 1;
    whole.last = -1;
    whole.part = part;
    return whole.part.numbers[0] + whole.last;
}

static void ring_with_many_names(void)
{
    struct node *many[8];

    many[0] = malloc(sizeof *many[0]);        /* @many */
    many[0]->other = malloc(sizeof *many[0]); /* @many2 */
    many[0]->other->other = many[0];
    many[1] = many[2] = many[3] = many[4] = many[5] = many[6] = many[7] = many[0];
} /* @end */

static int copy_part_over_number(void)
{
    struct part part;
    struct whole whole;

    part.numbers[0] = 1;
    whole.part.numbers[4] = 7;
    whole.last = -1;
    whole.part = part;
    return whole.part.numbers[0] + whole.last;
}

static int upper_halves(void)
{
    int a[20];

    for (int i = 1; i < 20; i += 2)
        a[i] = 0;
    return a[1];
}

int main(void)
{
    ring();
    copy_part();
    upper_halves();
    ring_with_many_names();
    copy_part_over_number();
    return upper_halves();
}
