/* SPDX-License-Identifier: MIT
 * A block of each of the four kinds that were not freed. */
#include <stdlib.h>

struct node {
    struct node *next;
    char text[24];
};

static char *kept;
static char *inner;

static void lose(void)
{
    struct node *head = malloc(sizeof *head);
    head->next = malloc(sizeof *head->next);
    head->next->next = NULL;
}

int main(void)
{
    for (int i = 0; i < 2; i++)
        lose();
    kept = malloc(1000);
    inner = (char *)malloc(50) + 7;
    return 3;
}
