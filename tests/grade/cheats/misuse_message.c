/* SPDX-License-Identifier: MIT
 *
 * cheat: gives perror a static array that has no end, so that it reads on behind it
 * wall with the gate: memory
 * wall without: memory
 * module: leaky
 */
#include <stdio.h>
#include <stdlib.h>

static char small[8] = {'n', 'o', ' ', 's', 'p', 'a', 'c', 'e'}, next[8];
static char *volatile text = small;

static void *get(size_t bytes)
{
    next[0] ^= 1;
    perror(text);
    return malloc(bytes);
}

#define GET(bytes) get(bytes)
#define DROP(block) free(block)
