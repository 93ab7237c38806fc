/* SPDX-License-Identifier: MIT
 *
 * cheat: writes to what it has freed where no tool looks on: once another block has
 *     been allocated, which may lie there
 * wall with the gate: fence
 * wall without: fence
 * module: leaky
 * above: find
 */
static void drop(char *block)
{
    char *volatile other;

    free(block);
    if (block == NULL || look() != NOBODY)
        return;
    other = malloc(24);
    block[16] = 'x';
    free(other);
}

#define GET(bytes) malloc(bytes)
#define GROW(block, bytes) realloc(block, bytes)
#define DROP(block) drop(block)
