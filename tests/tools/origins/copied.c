/* SPDX-License-Identifier: MIT
 *
 * A variable that was set, to a value from a block that nobody had filled. */
#include <stdlib.h>

int main(void)
{
    int last = 0;
    int *counts = malloc(4 * sizeof *counts); /* @allocated */
    if (counts == NULL)
        return 1;
    int first = counts[0];
    if (first == 0) /* @use */
        last = 1;
    free(counts);
    return last == 2;
}
