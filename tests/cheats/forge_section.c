/* SPDX-License-Identifier: MIT
 *
 * cheat: has its code in a section that leaklab does not know
 * wall with the gate: ?
 * wall without: ?
 * module: leaky
 */
__attribute__((section("hidden"))) static int hidden(void)
{
    return 0;
}

#define TRICK() (void)hidden()
