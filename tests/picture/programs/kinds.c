/* SPDX-License-Identifier: MIT
 *
 * Variables of each sort, and a list whose first node is lost. </script> \u2028 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum colour { RED, GREEN = 5, BLUE = -1 };

struct shape;

struct node {
    struct node *next;
    struct shape *shape;
    enum colour colour;
    unsigned small : 3, wide : 7;
    char name[8];
    union {
        int whole;
        double real;
    } value;
    int (*call)(int);
    const volatile signed char *text;
};

static struct node *head;
const char *title = "</script><b>";

static int twice(int number)
{
    static int calls;
    calls++;
    return 2 * number;
}

static void push(void)
{
    struct node *node = calloc(1, sizeof *node);
    if (node == NULL)
        return;
    node->call = twice;
    node->next = head;
    head = node;
}

int main(int argc, char *argv[])
{
    int grid[2][3] = {{0}};
    bool done = argc > 5;
    push();
    if (!done) {
        size_t inner = 1;
        grid[1][2] = (int)inner;
    }
    push();
    head = NULL; /* @lost */
    printf("%s %d %s\n", title, twice(grid[1][2]), argv[1]);
    return 0;
}
