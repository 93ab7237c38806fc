/* SPDX-License-Identifier: MIT
 *
 * The head of a list is freed before its tail.
 *
 * expect: definitely-lost bytes=48 blocks=1 how=container-freed variable=list->next
 * expect: indirectly-lost bytes=32 blocks=2 how=container-freed variable=list->next
 */
#include <stdlib.h>

struct node {
    struct node *next;
    int value;
};

static struct node *cons(int value, struct node *next)
{
    struct node *node = malloc(sizeof *node); /* @alloc */

    node->value = value;
    node->next = next;
    return node;
}

int main(void)
{
    struct node *list = cons(1, cons(2, cons(3, cons(4, NULL))));

    free(list); /* @lost */
    return 0;
}
