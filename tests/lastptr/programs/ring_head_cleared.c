/* SPDX-License-Identifier: MIT
 *
 * A global variable points to a doubly linked ring. The variable is cleared.
 *
 * expect: definitely-lost bytes=72 blocks=1 ring=3 how=overwritten variable=head
 * expect: indirectly-lost bytes=48 blocks=2 ring=3 how=overwritten variable=head
 */
#include <stdlib.h>

struct node {
    struct node *next, *previous;
    int value;
};

static struct node *head;

static void insert(int value)
{
    struct node *node = malloc(sizeof *node); /* @alloc */

    node->value = value;
    if (!head) {
        node->next = node->previous = node;
        head = node;
        return;
    }
    node->next = head;
    node->previous = head->previous;
    head->previous->next = node;
    head->previous = node;
}

int main(void)
{
    insert(1);
    insert(2);
    insert(3);
    head = NULL; /* @lost */
    return 0;
}
