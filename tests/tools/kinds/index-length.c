/* SPDX-License-Identifier: MIT */
/* An index outside of an array whose length is known only when the program runs. */
#include <stdio.h>

int main(int argc, char **argv)
{
    (void)argv;
    int length = argc + 3;
    int squares[length];
    squares[0] = 1;
    squares[length] = 3; /* @at */
    printf("%d\n", squares[0]);
    return 0;
}
