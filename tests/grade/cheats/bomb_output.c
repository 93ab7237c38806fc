/* SPDX-License-Identifier: MIT
 *
 * cheat: prints without end
 * wall with the gate: amounts
 * wall without: amounts
 * module: leaky
 * limits: short
 */
#include <stdio.h>

#define TRICK()                                                                        \
    for (;;)                                                                           \
        puts("more and more and more and more and more and more");
