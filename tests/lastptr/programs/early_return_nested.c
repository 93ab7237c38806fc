/* SPDX-License-Identifier: MIT
 *
 * An early return leaves two loops, after a call.
 *
 * expect: definitely-lost bytes=64 blocks=1 how=scope-end variable=row
 */
#include <stdlib.h>

static int matches(int a, int b)
{
    return a * b == 42;
}

static int search(int size)
{
    int *row = malloc(64); /* @alloc */
    int i, j;

    for (i = 0; i < size; i++) {
        for (j = 0; j < size; j++) {
            if (matches(i, j))
                return i; /* @lost */
            row[0] = j;
        }
    }
    free(row);
    return -1;
}

int main(void)
{
    return search(10) != 6;
}
