/* SPDX-License-Identifier: MIT */
/* The next node is read from the one that was just freed. */
#include <stdlib.h>

struct node {
    int value;
    struct node *next;
};

static void free_all(struct node *head)
{
    for (struct node *node = head; node != NULL; node = node->next) /* @at */
        free(node);                                                 /* @freed */
}

int main(void)
{
    struct node *head = NULL;
    for (int i = 0; i < 1; i++) {
        struct node *node = malloc(sizeof *node); /* @alloc */
        if (node == NULL)
            break;
        node->value = i;
        node->next = head;
        head = node;
    }
    free_all(head);
    return 0;
}
