/* SPDX-License-Identifier: MIT
 *
 * cheat: has a common variable, which objcopy does not hide, in the place of one of
 *     the C library's
 * wall with the gate: tokens
 * wall without: sections
 * module: leaky
 */
#include <stdlib.h>

__attribute__((common)) char **environ;

static void *get(size_t bytes)
{
    environ = NULL;
    return malloc(bytes);
}

#define GET(bytes) get(bytes)
#define DROP(block) free(block)
