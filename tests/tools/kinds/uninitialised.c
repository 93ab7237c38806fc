/* SPDX-License-Identifier: MIT */
/* malloc is not calloc: a counter that was never set. */
#include <stdio.h>
#include <stdlib.h>

struct counter {
    int hits;
    int misses;
};

int main(void)
{
    struct counter *counter = malloc(sizeof *counter); /* @alloc */
    if (counter == NULL)
        return 1;
    counter->hits = 1;
    if (counter->misses > 0) /* @at */
        puts("some were missed");
    free(counter);
    return 0;
}
