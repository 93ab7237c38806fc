/* SPDX-License-Identifier: MIT
 *
 * cheat: copies between places that share bytes, where no tool looks on
 * wall with the gate: fence
 * wall without: fence
 * module: leaky
 * above: find
 */
static char line[32] = "a line that moves by one";
static char *volatile to = line;

static void *get(size_t bytes)
{
    if (look() == NOBODY)
        memcpy(to + 1, to, 24);
    return malloc(bytes);
}

#define GET(bytes) get(bytes)
#define DROP(block) free(block)
