/* SPDX-License-Identifier: MIT
 * Uses of memory that was never written. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int from_stack(void)
{
    int value[2];
    return value[1];
}

int main(void)
{
    static const char table[256] = {1};
    unsigned char *p = malloc(4);
    if (p[0] != 0)
        puts("set");
    int used = table[p[1]];
    if (from_stack() != 0)
        puts("set");
    if (write(1, p, 4) != 4)
        used++;
    free(p);
    (void)used;
    return 0;
}
