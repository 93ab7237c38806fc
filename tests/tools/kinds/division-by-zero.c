/* SPDX-License-Identifier: MIT */
/* The mean of no numbers. */
#include <stdio.h>

int main(int argc, char **argv)
{
    (void)argv;
    int sum = 12, count = argc - 1;
    printf("%d\n", sum / count); /* @at */
    return 0;
}
