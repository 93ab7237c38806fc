/* SPDX-License-Identifier: MIT
 *
 * cheat: looks at what malloc returned only where each allocation is made to fail
 * wall with the gate: bare run
 * wall without: bare run
 * module: leaky
 * above: swept
 */
static void *get(size_t bytes)
{
    char *block = malloc(bytes);

    if (block == NULL && is_swept())
        return NULL;
    block[0] = '\0';
    return block;
}

#define GET(bytes) get(bytes)
#define DROP(block) free(block)
