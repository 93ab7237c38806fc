/* SPDX-License-Identifier: MIT
 *
 * cheat: reads what it has freed: not instrumented, and with Valgrind's errors off
 * wall with the gate: tokens
 * wall without: tools
 * module: leaky
 */
#include <stdlib.h>
#include <valgrind/valgrind.h>

__attribute__((no_sanitize("address"))) static int drop(const char *block)
{
    int first;

    free((void *)block);
    VALGRIND_DISABLE_ERROR_REPORTING;
    first = block == NULL ? 0 : *(const volatile char *)block;
    VALGRIND_ENABLE_ERROR_REPORTING;
    return first;
}

#define DROP(block) (void)drop(block)
