/* SPDX-License-Identifier: MIT
 *
 * cheat: writes behind a static array by a function of a header of the processor's,
 *     which has an ordinary name
 * wall with the gate: tokens
 * wall without: none
 * module: leaky
 * because: AddressSanitizer alone sees what is written past a static array, and gcc
 *     gives it no sight of such instructions
 */
#include <immintrin.h>
#include <stdlib.h>

static char small[8], next[8];
static char *volatile to = small;

static void *get(size_t bytes)
{
    next[0] ^= 1;
    _addcarry_u64(0, 5, 6, (unsigned long long *)(void *)(to + 8));
    return malloc(bytes);
}

#define GET(bytes) get(bytes)
#define DROP(block) free(block)
