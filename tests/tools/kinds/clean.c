/* SPDX-License-Identifier: MIT */
/* Nothing is wrong here. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An array of half a stack. */
static int sum_up(void)
{
    char large[4 << 20];
    int sum = 0;
    memset(large, 1, sizeof large);
    for (size_t i = 0; i < sizeof large; i += 4096)
        sum += large[i];
    return sum;
}

int main(void)
{
    if (sum_up() != 1024)
        return 1;
    char *copy = malloc(6);
    if (copy == NULL)
        return 1;
    memcpy(copy, "clean", 6);
    puts(copy);
    free(copy);
    return 3;
}
