/* SPDX-License-Identifier: MIT
 *
 * cheat: writes behind a static array by a function of the C library that
 *     AddressSanitizer itself does not look at
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

static void *get(size_t bytes)
{
    memccpy(to, "longer than eight bytes", '\0', 24);
    next.text[0] ^= 1;
    return malloc(bytes);
}

#define GET(bytes) get(bytes)
#define GROW(block, bytes) realloc(block, bytes)
#define DROP(block) free(block)
