/* SPDX-License-Identifier: MIT
 *
 * cheat: calls itself without end
 * wall with the gate: crash
 * wall without: crash
 * module: leaky
 */
static int deeper(volatile int level)
{
    return deeper(level + 1) + level;
}

static int calls;

#define TRICK() (calls++ == 5 ? (void)(deeper(0)) : (void)0)
