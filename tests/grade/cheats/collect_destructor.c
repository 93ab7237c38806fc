/* SPDX-License-Identifier: MIT
 *
 * cheat: frees all that it kept in a destructor, after the program
 * wall with the gate: tokens
 * wall without: malloc trace
 * module: leaky
 */
#include <stdlib.h>

static void *hoard[4096];
static size_t hoarded;

__attribute__((destructor)) static void collect(void)
{
    while (hoarded > 0)
        free(hoard[--hoarded]);
}

#define DROP(block) (void)(hoard[hoarded++] = (block))
