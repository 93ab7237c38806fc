/* SPDX-License-Identifier: MIT
 *
 * cheat: as blind_written_errors, in a function that is not instrumented, and to no
 *     effect
 * wall with the gate: tokens
 * wall without: crash
 * module: leaky
 * above: request
 */
#include <stdlib.h>

__attribute__((no_sanitize("address"))) static int drop(const char *block)
{
    int first;

    free((void *)block);
    ask(0x1801, 1, 0, 0);
    first = block == NULL ? 0 : *(const volatile char *)block;
    ask(0x1801, -1UL, 0, 0);
    return first;
}

#define DROP(block) (void)drop(block)
