/* SPDX-License-Identifier: MIT */
/* A sum that does not fit in an int. */
#include <limits.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    (void)argv;
    int sum = INT_MAX;
    for (int i = 0; i < 3; i++)
        sum += argc; /* @at */
    printf("%d\n", sum);
    return 0;
}
