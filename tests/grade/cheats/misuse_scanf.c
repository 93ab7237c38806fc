/* SPDX-License-Identifier: MIT
 *
 * cheat: writes behind a static array by %n of sscanf, before anything was converted
 * wall with the gate: memory
 * wall without: memory
 * module: leaky
 */
#include <stdio.h>
#include <stdlib.h>

static int counts[1], next[4];
static int *volatile to = counts;

static void *get(size_t bytes)
{
    sscanf("abc", "abc%n", to + 1);
    next[0] ^= 1;
    return malloc(bytes);
}

#define GET(bytes) get(bytes)
#define DROP(block) free(block)
