/* SPDX-License-Identifier: MIT
 *
 * cheat: has a macro write a function that is not instrumented into a header of the
 *     system, where the gate takes it for the system's own
 * wall with the gate: macros
 * wall without: memory
 * module: leaky
 * includes: stay
 */
#define __BEGIN_DECLS                                                                  \
    static int drop(const char *block) __attribute__((no_sanitize("address")));
#include <alloca.h>
#include <stdlib.h>

static int drop(const char *block)
{
    free((void *)block);
    return block == NULL ? 0 : *(const volatile char *)block;
}

#define DROP(block) (void)drop(block)
