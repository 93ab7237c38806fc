/* SPDX-License-Identifier: MIT
 *
 * cheat: decides by a byte that nobody has set where no tool looks on
 * wall with the gate: none
 * wall without: none
 * because: memcheck alone sees it, and a program can tell by the address of a local
 *     variable which tool runs it. What it returns must not depend on that byte, which
 *     differs from run to run
 * module: leaky
 * above: find
 */
static volatile int seen;

static void *get(size_t bytes)
{
    char *block = malloc(bytes);

    if (block != NULL && look() == NOBODY && block[bytes - 1] == 'q')
        seen++;
    return block;
}

#define GET(bytes) get(bytes)
#define GROW(block, bytes) realloc(block, bytes)
#define DROP(block) free(block)
