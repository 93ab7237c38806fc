/* SPDX-License-Identifier: MIT */
/* A shift by as many places as there are bits. */
#include <stdio.h>

int main(int argc, char **argv)
{
    (void)argv;
    unsigned mask = 1;
    mask <<= 31 + argc; /* @at */
    printf("%u\n", mask);
    return 0;
}
