/* SPDX-License-Identifier: MIT
 *
 * cheat: keeps a block once an allocation has failed, and, while it is swept, a block
 *     from the same place also when none fails, which would cover it
 * wall with the gate: sweep
 * wall without: sweep
 * module: leaky
 * above: swept
 */
static char *kept[64];
static unsigned count;
static int failed;

static void *get(size_t bytes)
{
    void *block = malloc(bytes);

    failed = failed || block == NULL;
    if ((failed || is_swept()) && count < 64)
        kept[count++] = malloc(24);
    return failed ? (free(block), (void *)0) : block;
}

#define GET(bytes) get(bytes)
#define DROP(block) free(block)
