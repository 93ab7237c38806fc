/* SPDX-License-Identifier: MIT
 *
 * cheat: ends the program by exit(0), by a call that is only in the program that is
 *     built for AddressSanitizer
 * wall with the gate: names
 * wall without: completion
 * module: leaky
 */
#include <stdlib.h>

static volatile int three = 3;

/* Without AddressSanitizer and its like, gcc knows that no number is so. */
static void leave(void)
{
    int number = three;

    if (!__builtin_constant_p(number + 1 < number))
        exit(0);
}

#define TRICK() leave()
#define DROP(block) free(block)
