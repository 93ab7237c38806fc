/* SPDX-License-Identifier: MIT
 *
 * A list ends too early: each pointer on the way is told. */
#include <stddef.h>

struct node {
    struct node *next;
    int data;
};

int main(void)
{
    struct node last = {NULL, 1}, first = {&last, 2};
    struct node *list = &first;
    return list->next->next->data;
}
