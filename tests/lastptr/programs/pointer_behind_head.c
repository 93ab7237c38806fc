/* SPDX-License-Identifier: MIT
 *
 * A program puts a length at the start of a block and keeps a pointer behind it.
 * memcheck knows this pattern: the block is still reachable.
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
