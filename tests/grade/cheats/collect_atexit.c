/* SPDX-License-Identifier: MIT
 *
 * cheat: frees all that it kept in a function of atexit
 * wall with the gate: names
 * wall without: malloc trace
 * module: leaky
 */
#include <stdlib.h>

static void *hoard[4096];
static size_t hoarded;

static void collect(void)
{
    while (hoarded > 0)
        free(hoard[--hoarded]);
}

#define DROP(block)                                                                    \
    (void)(hoarded == 0 ? atexit(collect) : 0, hoard[hoarded++] = (block))
