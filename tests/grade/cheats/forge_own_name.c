/* SPDX-License-Identifier: MIT
 *
 * cheat: includes itself by another path, so that what it has may look like a header's
 * wall with the gate: macros
 * wall without: memory
 * module: leaky
 * includes: stay
 */
#ifndef AGAIN
#define AGAIN
#include "./exercise.c"
/* The module stands below both times: here by other names. */
#define builder_init init_again
#define builder_add add_again
#define builder_text text_again
#define builder_release release_again
#define FIRST_CAPACITY CAPACITY_AGAIN
#else
#include <stdlib.h>

__attribute__((no_sanitize("address"))) static int drop(const char *block)
{
    free((void *)block);
    return block == NULL ? 0 : *(const volatile char *)block;
}

#define DROP(block) (void)drop(block)
#endif
