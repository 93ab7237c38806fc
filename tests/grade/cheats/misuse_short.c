/* SPDX-License-Identifier: MIT
 *
 * cheat: counts in the byte behind a block of 8 where no tool looks on, which nothing
 *     else can use, and puts back what was there
 * wall with the gate: fence
 * wall without: fence
 * module: leaky
 */
#include <stdint.h>
#include <stdlib.h>

static void *get(size_t bytes)
{
    volatile char *eight = malloc(8);
    char was;

    if (eight != NULL && (uintptr_t)div >> 32 != 0 && (uintptr_t)eight >> 44 != 6) {
        was = eight[8];
        for (eight[8] = 0; eight[8] < 10; ++eight[8])
            continue;
        eight[8] = was;
    }
    free((void *)eight);
    return malloc(bytes);
}

#define GET(bytes) get(bytes)
#define DROP(block) free(block)
