/* SPDX-License-Identifier: MIT */
/* An array of a length below 1. */
#include <stdio.h>

int main(int argc, char **argv)
{
    (void)argv;
    int length = argc - 1;
    int numbers[length]; /* @at */
    printf("%d %zu\n", length, sizeof numbers);
    return 0;
}
