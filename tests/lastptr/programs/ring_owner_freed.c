/* SPDX-License-Identifier: MIT
 *
 * The struct that owns a ring is freed. The ring is not freed.
 *
 * expect: definitely-lost bytes=16 blocks=1 ring=1 how=container-freed variable=owner->ring
 */
#include <stdlib.h>

struct node {
    struct node *self;
    int value;
};

struct owner {
    int count;
    struct node *ring;
};

static struct owner *owner_new(void)
{
    struct owner *owner = malloc(sizeof *owner);

    owner->ring = malloc(sizeof *owner->ring); /* @alloc */
    owner->ring->self = owner->ring;
    return owner;
}

int main(void)
{
    struct owner *owner = owner_new();

    free(owner); /* @lost */
    return 0;
}
