/* SPDX-License-Identifier: MIT */
/* Nothing is wrong here: more is asked for than can be had, and the program looks at
 * what it got. The first two products do not fit in a size_t. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    (void)argv;
    size_t count = (size_t)1 << (61 + argc);
    int *numbers = calloc(count, sizeof *numbers);
    int *more = reallocarray(NULL, count, sizeof *more);
    char *text = malloc((size_t)1 << (49 + argc));
    char *all = malloc((size_t)PTRDIFF_MAX);
    if (numbers == NULL && more == NULL && text == NULL && all == NULL)
        puts("there is no room");
    free(numbers);
    free(more);
    free(text);
    free(all);
    return 0;
}
