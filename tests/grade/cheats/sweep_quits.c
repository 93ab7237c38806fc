/* SPDX-License-Identifier: MIT
 *
 * cheat: ends the program when memory runs out, but not where each allocation is made
 *     to fail
 * wall with the gate: bare run
 * wall without: bare run
 * module: leaky
 * above: swept
 */
static void *get(size_t bytes)
{
    char *block = malloc(bytes);

    if (block == NULL && !is_swept())
        abort();
    return block;
}

#define GET(bytes) get(bytes)
#define DROP(block) free(block)
