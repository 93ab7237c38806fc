/* SPDX-License-Identifier: MIT */
/* An index far outside of an array whose length is known only when the program runs. */
#include <stdio.h>

int main(int argc, char **argv)
{
    (void)argv;
    int length = argc + 3;
    int squares[length];
    squares[0] = 1;
    squares[argc * 1000] = 3; /* @at */
    printf("%d\n", squares[0]);
    return 0;
}
