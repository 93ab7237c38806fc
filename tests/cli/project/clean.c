/* SPDX-License-Identifier: MIT
 *
 * clean: ends with the status that it is given. */
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    char *block = malloc(8);
    free(block);
    puts("clean: done");
    return argc > 1 ? atoi(argv[1]) : 0;
}
