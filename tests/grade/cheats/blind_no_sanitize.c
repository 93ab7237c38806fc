/* SPDX-License-Identifier: MIT
 *
 * cheat: reads what it has freed in a function that is not instrumented
 * wall with the gate: tokens
 * wall without: memory
 * module: leaky
 */
#include <stdlib.h>

__attribute__((no_sanitize("address"))) static int drop(const char *block)
{
    free((void *)block);
    return block == NULL ? 0 : *block;
}

#define DROP(block) (void)drop(block)
