/* SPDX-License-Identifier: MIT
 *
 * The smallest leak. */
#include <stdlib.h>

static void lose(int n)
{
    char *p = malloc((size_t)n);
    p[0] = 1;
}

int main(void)
{
    lose(32);
    return 3;
}
