/* SPDX-License-Identifier: MIT
 *
 * bench.c: a run of as many events as is asked for, about 35 for each node, for
 * scripts/bench-pages: a list grows, loses every second node, and is lost in the end.
 */
#include <stdio.h>
#include <stdlib.h>

struct node {
    int value;
    struct node *next;
};

static struct node *all;

static int add(int value)
{
    struct node *node = malloc(sizeof *node);

    if (node == NULL)
        return -1;
    node->value = value;
    node->next = all;
    all = node;
    return 0;
}

static void drop_second(void)
{
    for (struct node *node = all; node != NULL && node->next != NULL;
         node = node->next) {
        struct node *second = node->next;
        node->next = second->next;
        free(second);
    }
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? atoi(argv[1]) : 30;

    for (int i = 0; i < count; i++) {
        if (add(i) != 0)
            return 1;
        if (i % 100 == 99)
            drop_second();
    }
    all = NULL;
    printf("%d nodes\n", count);
    return 0;
}
