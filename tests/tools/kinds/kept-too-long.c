/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

/* Each visitor is remembered; the table of greetings is not more for more of them. */
struct visitor {
    struct visitor *before;
    int number;
};

static struct visitor *last;
static int *greetings;

int main(int argc, char **argv)
{
    int visitors = argc > 1 ? atoi(argv[1]) : 3;

    greetings = calloc(8, sizeof *greetings); /* @table */
    if (greetings == NULL)
        return 1;
    for (int i = 0; i < visitors; i++) {
        struct visitor *visitor = malloc(sizeof *visitor); /* @alloc */
        if (visitor == NULL)
            return 1;
        *visitor = (struct visitor){last, i};
        last = visitor;
        greetings[i % 8]++;
    }
    printf("%d\n", greetings[0]);
    return 0;
}
