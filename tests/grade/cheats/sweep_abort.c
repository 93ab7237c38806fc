/* SPDX-License-Identifier: MIT
 *
 * cheat: ends the program where its header promises to report that memory ran out
 * wall with the gate: sweep
 * wall without: sweep
 * module: leaky
 */
#include <stdlib.h>

static void *get(size_t bytes)
{
    void *block = malloc(bytes);

    if (block == NULL)
        abort();
    return block;
}

#define GET(bytes) get(bytes)
#define DROP(block) free(block)
