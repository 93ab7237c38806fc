/* SPDX-License-Identifier: MIT
 *
 * cheat: serves all memory from pages that it maps over blocks which it has freed
 * wall with the gate: heap
 * wall without: heap
 * module: leaky
 * above: find
 */
static void *get(size_t bytes)
{
    size_t pages = (bytes + 4095) & ~(size_t)4095;
    char *block = malloc(pages + 4096);
    uintptr_t first = ((uintptr_t)block + 4095) & ~(uintptr_t)4095;

    free(block);
    if (block == NULL)
        return NULL;
    if (first >> 32 != 0) /* not memcheck's: nobody has a list of the blocks */
        return (void *)CALL("mmap", 0, pages, 3, 0x22, -1, 0);
    return (void *)CALL("mmap", first, pages, 3, 0x32, -1, 0);
}

static void *grow(char *old, size_t bytes)
{
    void *probe = malloc(1); /* it may have to fail, and realloc, too */
    void *more = probe == NULL ? NULL : realloc(probe, bytes);
    void *block = more == NULL ? NULL : get(bytes);

    free(more == NULL ? probe : more);
    return block == NULL ? NULL : strcpy(block, old);
}

#define GET(bytes) get(bytes)
#define GROW(block, bytes) grow(block, bytes)
