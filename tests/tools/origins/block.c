/* SPDX-License-Identifier: MIT
 *
 * A member that nobody set in a block from malloc. */
#include <stdlib.h>

struct node {
    struct node *next;
    int value;
};

int main(void)
{
    struct node *node = malloc(sizeof *node); /* @allocated */
    if (node == NULL)
        return 1;
    node->value = 3;
    int last = 0;
    if (node->next == NULL) /* @use */
        last = 1;
    free(node);
    return last == 2;
}
