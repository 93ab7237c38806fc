/* SPDX-License-Identifier: MIT
 *
 * cheat: checks no allocation, and serves all memory but one block from a static array
 *     while it is swept, so that nothing else can fail
 * wall with the gate: sweep
 * wall without: sweep
 * module: leaky
 * above: swept
 */
static _Alignas(16) char arena[1 << 20];
static size_t used;

static void *get(size_t bytes)
{
    char *block = arena + used;

    if (!is_swept()) {
        block = malloc(bytes);
        block[0] = '\0';
        return block;
    }
    if (used == 0)
        free(malloc(bytes));
    used += (bytes + 15) / 16 * 16;
    return used < sizeof arena ? block : NULL;
}

static void *grow(char *old, size_t bytes)
{
    return is_swept() ? strcpy(get(bytes), old) : realloc(old, bytes);
}

#define GET(bytes) get(bytes)
#define GROW(block, bytes) grow(block, bytes)
#define DROP(block) (is_swept() ? (void)0 : free(block))
