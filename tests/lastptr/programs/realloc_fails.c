/* SPDX-License-Identifier: MIT
 *
 * p = realloc(p, n) fails and overwrites the only pointer with NULL.
 *
 * expect: definitely-lost bytes=20 blocks=1 how=overwritten variable=data
 */
#include <stdint.h>
#include <stdlib.h>

static int grow(size_t size)
{
    char *data = malloc(20); /* @alloc */

    data = realloc(data, size); /* @lost */
    if (!data)
        return -1;
    free(data);
    return 0;
}

int main(void)
{
    grow((size_t)PTRDIFF_MAX + 1);
    return 0;
}
