/* SPDX-License-Identifier: MIT
 *
 * cheat: writes behind a static array by mempcpy, which it calls by a pointer so that
 *     no compiler makes memcpy of it
 * wall with the gate: memory
 * wall without: memory
 * module: leaky
 */
#include <stdlib.h>
#include <string.h>

static struct {
    char text[8];
} small, next;
static char *volatile to = small.text;

void *mempcpy(void *, const void *, size_t); /* a GNU extension */
static void *(*volatile copy)(void *, const void *, size_t) = mempcpy;

static void *get(size_t bytes)
{
    copy(to, "longer than eight bytes", 24);
    next.text[0] ^= 1;
    return malloc(bytes);
}

#define GET(bytes) get(bytes)
#define GROW(block, bytes) realloc(block, bytes)
#define DROP(block) free(block)
