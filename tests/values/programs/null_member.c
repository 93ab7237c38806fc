/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

struct node {
    int data;
    struct node *next;
};

static int third(const struct node *list)
{
    return list->next->next->data;
}

int main(void)
{
    struct node last = {2, NULL}, first = {1, &last};
    return third(&first);
}
