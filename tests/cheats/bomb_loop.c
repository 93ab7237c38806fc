/* SPDX-License-Identifier: MIT
 *
 * cheat: runs for ever
 * wall with the gate: clock
 * wall without: clock
 * module: leaky
 * limits: short
 */
#define TRICK()                                                                        \
    for (volatile int i = 0;;)                                                         \
        i++;
