/* SPDX-License-Identifier: MIT
 *
 * A variable gets a pointer in two halves: bits of -1 are cleared. Until then, only the other block of a ring
 * points to that block, but the ring is not lost: a global variable leads to it. The
 * variable keeps the ring when the global variable is cleared.
 *
 * expect: definitely-lost bytes=32 blocks=1 ring=2 how=scope-end variable=second
 * expect: indirectly-lost bytes=16 blocks=1 ring=2 how=scope-end variable=second alloc=alloc2
 */
#include <stdlib.h>

struct node {
    struct node *other;
    int count;
};

static struct node *head;

static void make_ring(void)
{
    struct node *node = malloc(sizeof *node); /* @alloc */

    head = malloc(sizeof *head); /* @alloc2 */
    head->other = node;
    node->other = head;
}

static int half_of(struct node **from, int which)
{
    return ((int *)from)[which];
}

static void keep_bits(struct node **to, int which, int half)
{
    ((int *)to)[which] &= half;
}

static void forget_ring(void)
{
    struct node *second = (struct node *)-1;

    for (int i = 0; i < 2; i++)
        keep_bits(&second, i, half_of(&head->other, i));
    head = NULL;
} /* @lost */

int main(void)
{
    make_ring();
    forget_ring();
    return 0;
}
