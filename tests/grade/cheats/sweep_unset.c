/* SPDX-License-Identifier: MIT
 *
 * cheat: decides by a byte that was never set once an allocation has failed, on a way
 *     that only a test goes
 * wall with the gate: sweep
 * wall without: sweep
 * module: leaky
 */
#include <stdio.h>
#include <stdlib.h>

static void *grow(void *old, size_t bytes)
{
    void *block = realloc(old, bytes);
    char *unset = block == NULL && bytes > 100 ? malloc(16) : NULL;

    if (unset != NULL && unset[8] == 'x')
        fputs("unset", stderr);
    free(unset);
    return block;
}

#define GROW(block, bytes) grow(block, bytes)
#define DROP(block) free(block)
