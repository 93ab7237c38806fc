/* SPDX-License-Identifier: MIT
 *
 * What main returns: it is used where no line is known. */
#include <stdio.h>

int main(int argc, char **argv)
{
    (void)argv;
    int status[2]; /* @declared */
    status[0] = 0;
    puts("hello");
    return status[argc]; /* @use */
}
