/* SPDX-License-Identifier: MIT
 *
 * cheat: writes behind a static array, and has AddressSanitizer allow it by a call that
 *     is only in the program that is built for it
 * wall with the gate: tokens
 * wall without: none
 * module: leaky
 * because: AddressSanitizer alone sees what is written past a static array, and its
 *     library in the process can be told to overlook it
 */
#include <stdlib.h>

void __asan_unpoison_memory_region(const volatile void *from, size_t bytes);

static char small[8];
static char *volatile to = small;

/* Without AddressSanitizer and its like, gcc knows that no number is so. */
static void *get(size_t bytes)
{
    int number = to == small;

    if (!__builtin_constant_p(number + 1 < number))
        __asan_unpoison_memory_region(small, 16);
    to[8] = 'x';
    return malloc(bytes);
}

#define GET(bytes) get(bytes)
#define DROP(block) free(block)
