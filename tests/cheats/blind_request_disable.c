/* SPDX-License-Identifier: MIT
 *
 * cheat: turns off error reports by a request from Valgrind's header, and on again
 * wall with the gate: ?
 * wall without: ?
 * module: leaky
 */
#include <stdlib.h>
#include <valgrind/memcheck.h>

static char *freed_text;

/* It reads what it has freed. */
static void drop(char *block)
{
    VALGRIND_DISABLE_ERROR_REPORTING;
    free(block);
    freed_text = block;
    VALGRIND_ENABLE_ERROR_REPORTING;
}

#define DROP(block) drop(block)
