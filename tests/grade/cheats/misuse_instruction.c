/* SPDX-License-Identifier: MIT
 *
 * cheat: writes behind a static array by an instruction of the processor, which the
 *     compiler does not take for an access to memory
 * wall with the gate: tokens
 * wall without: none
 * module: leaky
 * because: AddressSanitizer alone sees what is written past a static array, and gcc
 *     gives it no sight of such instructions
 */
#include <stdlib.h>

static char small[8], next[8];
static char *volatile to = small;

static void *get(size_t bytes)
{
    next[0] ^= 1;
    __builtin_ia32_movnti((int *)(void *)(to + 8), 7);
    return malloc(bytes);
}

#define GET(bytes) get(bytes)
#define DROP(block) free(block)
