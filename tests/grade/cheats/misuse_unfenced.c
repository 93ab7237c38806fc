/* SPDX-License-Identifier: MIT
 *
 * cheat: prints something else where each block has pages of its own, so that it is run
 *     where they have not, and writes to what it has freed there
 * wall with the gate: fence
 * wall without: fence
 * module: leaky
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Who looks on: under memcheck, libraries lie below 4 GiB; blocks lie below 128 GiB in
 * the fence, at 0x60... under AddressSanitizer, and else elsewhere. */
static void drop(char *block)
{
    uintptr_t at = (uintptr_t)block, library = (uintptr_t)div;

    free(block);
    if (block == NULL || library >> 32 == 0 || at >> 44 == 6)
        return;
    if (at >> 37 == 0)
        putchar(' ');
    else
        block[20] = 'x';
}

#define DROP(block) drop(block)
