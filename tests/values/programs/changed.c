/* SPDX-License-Identifier: MIT
 *
 * Parameters that a function changes: what they hold is not what was passed. */
#include <stdio.h>
#include <stdlib.h>

struct node {
    struct node *next;
    int value;
};

struct point {
    int x, y;
};

static void put(int *to, int value)
{
    *to = value;
}

/* `values` and `at` stay; `rest` is counted, `start` is written through a pointer. */
static int last(int *values, struct point at, struct point moved, int rest, int start)
{
    int sum = 0;
    put(&start, 1);
    moved.y = at.y;
    values[0] = at.x;
    while (rest-- > 0)
        sum += values[start + rest + 8];
    return sum + moved.x;
}

static int walk(struct node *list, int *values, int count)
{
    int sum = last(values, (struct point){3, 4}, (struct point){5, 6}, count, 7);
    while (list != NULL) {
        sum += list->value;
        list = list->next;
    }
    count = sum & count;
    return count;
}

int main(void)
{
    struct node node = {.next = NULL, .value = 1};
    int *values = calloc(4, sizeof *values);
    if (values == NULL)
        return 1;
    printf("%d\n", walk(&node, values, 2));
    free(values);
    return 0;
}
