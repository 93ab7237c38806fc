/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

struct node {
    int data;
    struct node *next;
};

int main(void)
{
    struct node *list = malloc(sizeof *list);
    if (list == NULL)
        return 1;
    list->data = 7;
    if (list->data > 5)
        list->next->data = list->data;
    free(list);
    return 0;
}
