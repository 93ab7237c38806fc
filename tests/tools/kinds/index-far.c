/* SPDX-License-Identifier: MIT */
/* An index so far outside that the access hits another variable. */
#include <stdio.h>

static int squares[10];
static int others[100];

int main(int argc, char **argv)
{
    (void)argv;
    squares[argc + 29] = 3; /* @at */
    printf("%d %d\n", squares[argc], others[argc]);
    return 0;
}
