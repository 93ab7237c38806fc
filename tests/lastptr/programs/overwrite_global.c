/* SPDX-License-Identifier: MIT
 *
 * A global variable is the only pointer and gets another value.
 *
 * expect: definitely-lost bytes=40 blocks=1 how=overwritten variable=cache
 */
#include <stdlib.h>

char *cache;

static void cache_fill(size_t size)
{
    cache = malloc(size); /* @alloc @lost */
}

int main(void)
{
    cache_fill(40);
    cache_fill(50);
    free(cache);
    return 0;
}
