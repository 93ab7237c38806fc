/* SPDX-License-Identifier: MIT
 *
 * A function takes a block out of a list and returns it; the caller ignores it.
 *
 * expect: definitely-lost bytes=16 blocks=1 how=return-ignored variable=-
 */
#include <stdlib.h>

struct node {
    struct node *next;
    int value;
};

static struct node *head;

static void push(int value)
{
    struct node *node = malloc(sizeof *node); /* @alloc */

    node->value = value;
    node->next = head;
    head = node;
}

static struct node *pop(void)
{
    struct node *node = head;

    head = node->next;
    return node;
}

int main(void)
{
    push(1);
    push(2);
    free(pop());
    push(3);
    free(pop());
    pop(); /* @lost */
    return 0;
}
