/* SPDX-License-Identifier: MIT
 *
 * cheat: writes behind a block where no tool looks on
 * wall with the gate: crash
 * wall without: crash
 * module: leaky
 * above: find
 */
static void *get(size_t bytes)
{
    char *block = malloc(bytes);

    if (block != NULL && look() == NOBODY)
        block[bytes]++;
    return block;
}

#define GET(bytes) get(bytes)
#define GROW(block, bytes) realloc(block, bytes)
#define DROP(block) free(block)
