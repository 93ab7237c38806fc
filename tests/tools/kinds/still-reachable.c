/* SPDX-License-Identifier: MIT */
/* A table that lives as long as the program. */
#include <stdlib.h>

static int *squares;

int main(void)
{
    squares = malloc(10 * sizeof *squares); /* @alloc */
    if (squares == NULL)
        return 1;
    for (int i = 0; i < 10; i++)
        squares[i] = i * i;
    return squares[3] == 9 ? 0 : 1;
}
