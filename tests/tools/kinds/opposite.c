/* SPDX-License-Identifier: MIT */
/* The smallest int has no counterpart above zero. */
#include <limits.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    (void)argv;
    int smallest = INT_MIN + argc - 1;
    int opposite = -smallest; /* @at */
    printf("%d\n", opposite);
    return 0;
}
