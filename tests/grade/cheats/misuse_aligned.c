/* SPDX-License-Identifier: MIT
 *
 * cheat: writes behind a static array that is aligned at more than two of
 *     AddressSanitizer's redzones: gcc puts none around that
 * wall with the gate: sections
 * wall without: sections
 * module: leaky
 */
#include <stdlib.h>
#include <string.h>

static _Alignas(128) char small[16];
static char *volatile to = small;

static void *get(size_t bytes)
{
    memset(to, 'x', 24);
    return malloc(bytes);
}

#define GET(bytes) get(bytes)
#define DROP(block) free(block)
