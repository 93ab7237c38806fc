/* SPDX-License-Identifier: MIT
 *
 * cheat: asks for fewer than no bytes where no tool looks on, and minds what it gets
 * wall with the gate: fence
 * wall without: fence
 * module: leaky
 * above: find
 */
static volatile size_t count = 0;

static void *get(size_t bytes)
{
    if (look() == NOBODY)
        free(malloc(count - 1));
    return malloc(bytes);
}

#define GET(bytes) get(bytes)
#define DROP(block) free(block)
