/* SPDX-License-Identifier: MIT
 *
 * cheat: reads what it has freed, with Valgrind's errors off by a request from its
 *     header
 * wall with the gate: tokens
 * wall without: tools
 * module: leaky
 */
#include <stdlib.h>
#include <valgrind/valgrind.h>

static void drop(char *block)
{
    free(block);
    VALGRIND_DISABLE_ERROR_REPORTING;
    if (block != NULL && *block == 'x')
        abort();
    VALGRIND_ENABLE_ERROR_REPORTING;
}

#define DROP(block) drop(block)
