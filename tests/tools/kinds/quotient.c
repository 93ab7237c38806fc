/* SPDX-License-Identifier: MIT */
/* A quotient that does not fit in an int. */
#include <limits.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    (void)argv;
    int smallest = INT_MIN + argc - 1;
    printf("%d\n", smallest / -argc); /* @at */
    return 0;
}
