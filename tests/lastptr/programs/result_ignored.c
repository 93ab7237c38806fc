/* SPDX-License-Identifier: MIT
 *
 * The new head of a list is ignored. The list itself is not lost by the parameter's end,
 * but with the head.
 *
 * expect: definitely-lost bytes=48 blocks=1 how=return-ignored variable=-
 * expect: indirectly-lost bytes=32 blocks=2 how=return-ignored variable=- alloc=alloc
 * expect: definitely-lost bytes=64 blocks=1 ring=1 how=return-ignored variable=- alloc=ring lost=again
 */
#include <stdlib.h>

struct node {
    struct node *next;
    long value;
};

static struct node *push(struct node *next, int value)
{
    struct node *node = malloc(sizeof *node); /* @alloc */

    node->next = next;
    node->value = value;
    return node;
}

static struct node *ring(void)
{
    struct node *node = malloc(64); /* @ring */

    node->next = node;
    return node;
}

int main(void)
{
    push(push(push(NULL, 1), 2), 3); /* @lost */
    ring();                          /* @again */
    return 0;
}
