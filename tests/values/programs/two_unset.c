/* SPDX-License-Identifier: MIT
 *
 * Two variables that nobody set, in one line: neither was calculated from the other. */
#include <stdio.h>

int main(int argc, char **argv)
{
    int x, y;
    (void)argv;
    if (argc == 0)
        x = y = 1;
    printf("%d %d\n", x, y);
    return 0;
}
