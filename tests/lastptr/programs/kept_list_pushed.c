/* SPDX-License-Identifier: MIT
 *
 * A list gets a new head, which is ignored: the new head is lost there, and not the list,
 * which main still has.
 *
 * expect: definitely-lost bytes=16 blocks=1 how=return-ignored variable=-
 * expect: definitely-lost bytes=16 blocks=1 how=scope-end variable=list alloc=alloc lost=end
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

int main(void)
{
    struct node *list = push(NULL, 1);

    push(list, 2);           /* @lost */
    return list->value != 1; /* @end */
}
