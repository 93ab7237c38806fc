/* SPDX-License-Identifier: MIT */
/* The sum runs one element too far. */
#include <stdio.h>
#include <stdlib.h>

static int sum(const int *values, int count)
{
    int total = 0;
    for (int i = 0; i <= count; i++)
        total += values[i]; /* @at */
    return total;
}

int main(void)
{
    int *values = calloc(5, sizeof *values); /* @alloc */
    if (values == NULL)
        return 1;
    printf("%d\n", sum(values, 5) > 0);
    free(values);
    return 0;
}
