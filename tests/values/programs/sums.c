/* SPDX-License-Identifier: MIT
 *
 * An index that is a sum, an enumerator, and a condition that is over. */
#include <stdlib.h>

enum colour { RED, GREEN };

int main(void)
{
    enum colour colour = GREEN;
    int limit = 3, quick = 0;
    int *counts = calloc(4, sizeof *counts);
    if (quick != 0)
        counts[0] = 1;
    int found = counts[colour + limit + 1];
    free(counts);
    return found;
}
