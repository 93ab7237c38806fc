/* SPDX-License-Identifier: MIT
 *
 * cheat: runs for ever
 * wall with the gate: ?
 * wall without: ?
 * module: leaky
 * limits: short
 */
#define TRICK()                                                                        \
    for (volatile int i = 0;;)                                                         \
        i++;
