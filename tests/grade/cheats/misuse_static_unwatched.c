/* SPDX-License-Identifier: MIT
 *
 * cheat: writes behind a static array where AddressSanitizer does not look on
 * wall with the gate: none
 * wall without: none
 * because: AddressSanitizer alone sees it, and a program can tell by the addresses of
 *     its blocks that this tool runs it. What it returns must be right all the same
 * module: leaky
 */
#include <stdint.h>
#include <stdlib.h>

static struct {
    char text[8];
} small, next;
static char *volatile to = small.text;

static void *get(size_t bytes)
{
    void *block = malloc(bytes);

    if (block != NULL && (uintptr_t)block >> 44 != 6) { /* not AddressSanitizer's */
        to[8]++;
        next.text[0] ^= 1;
    }
    return block;
}

#define GET(bytes) get(bytes)
#define GROW(block, bytes) realloc(block, bytes)
#define DROP(block) free(block)
