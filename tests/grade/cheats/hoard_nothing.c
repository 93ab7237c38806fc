/* SPDX-License-Identifier: MIT
 *
 * cheat: loses a block of no bytes each time where no tool looks on
 * wall with the gate: bare run
 * wall without: bare run
 * module: leaky
 */
#include <stdint.h>
#include <stdlib.h>

static void *get(size_t bytes)
{
    static void *volatile lost;
    void *block = malloc(bytes);

    if (block != NULL && (uintptr_t)div >> 32 != 0 && (uintptr_t)block >> 44 != 6)
        lost = malloc(0);
    lost = NULL;
    return block;
}

#define GET(bytes) get(bytes)
#define DROP(block) free(block)
