/* SPDX-License-Identifier: MIT
 *
 * cheat: sleeps for ever
 * wall with the gate: names
 * wall without: clock
 * module: leaky
 * limits: short
 */
#include <unistd.h>

#define TRICK()                                                                        \
    static int calls;                                                                  \
    if (calls++ == 5)                                                                  \
    sleep(1000)
