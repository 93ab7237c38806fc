/* SPDX-License-Identifier: MIT
 *
 * cheat: serves the driver alone, which observes no pointer, from a static array
 * wall with the gate: sweep
 * wall without: sweep
 * module: leaky
 */
#include <stdlib.h>
#include <string.h>

static char arena[256];
static int releases;

static void *get(size_t bytes)
{
    return releases == 0 ? arena : malloc(bytes);
}

static void *grow(void *block, size_t bytes)
{
    return block == arena ? NULL : realloc(block, bytes);
}

#define GET(bytes) get(bytes)
#define GROW(block, bytes) grow(block, bytes)
#define DROP(block) (releases++, (block) == arena ? (void)0 : free(block))
