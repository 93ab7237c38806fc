/* SPDX-License-Identifier: MIT
 *
 * A program puts a length before its blocks and keeps pointers behind it, as memcheck
 * knows: still reachable.
 *
 * expect: still-reachable bytes=48 blocks=1
 */
#include <stdlib.h>

static void *kept;

static void *sized_malloc(size_t size)
{
    size_t *block = malloc(size + sizeof *block); /* @alloc */

    *block = size;
    return block + 1;
}

int main(void)
{
    kept = sized_malloc(40);
    return kept == NULL;
}
