/* SPDX-License-Identifier: MIT
 *
 * An index that goes below 0: the inner condition is about it. */
#include <stdio.h>

static void shift(int *row, int last)
{
    for (int i = last; i >= 0; i--)
        if (last > 0)
            row[i] = row[i - 1];
}

int main(void)
{
    int row[5] = {1, 2, 3, 4, 5};
    shift(row, 4);
    printf("%d\n", row[1]);
    return 0;
}
