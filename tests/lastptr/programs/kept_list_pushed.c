/* SPDX-License-Identifier: MIT
 *
 * A list gets a new head, which is ignored: the new head is lost there, and with it what
 * only it leads to at the end, though main still had that until then.
 *
 * expect: definitely-lost bytes=32 blocks=1 how=return-ignored variable=-
 * expect: indirectly-lost bytes=16 blocks=1 how=return-ignored variable=- alloc=alloc
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

    push(list, 2); /* @lost */
    return list->value != 1;
}
