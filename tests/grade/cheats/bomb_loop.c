/* SPDX-License-Identifier: MIT
 *
 * cheat: runs for ever
 * wall with the gate: clock
 * wall without: clock
 * module: leaky
 * limits: short
 */
#define TRICK()                                                                        \
    static int calls;                                                                  \
    for (volatile int i = calls++; calls == 5;)                                        \
        i++;
