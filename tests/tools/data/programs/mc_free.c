/* SPDX-License-Identifier: MIT
 * Frees of what may not be freed. */
#include <stdlib.h>
#include <string.h>

static char global[8];

static void release(char *p)
{
    free(p);
}

int main(void)
{
    char local[8];
    char *volatile p = strdup("twice");
    release(p);
    release(p);
    p = malloc(32);
    release(p + 8);
    release(p);
    release(p + 8);
    p = realloc(p, 64);
    p = local;
    release(p);
    p = global;
    release(p);
    p = "literal";
    release(p);
    return 0;
}
