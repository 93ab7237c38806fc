/* SPDX-License-Identifier: MIT */
/* Nothing ends the recursion but the end of the stack. */
#include <stdio.h>

static int sum(int from)
{
    int rest = sum(from + 1);
    return from + rest;
}

int main(void)
{
    printf("%d\n", sum(1));
    return 0;
}
