/* SPDX-License-Identifier: MIT
 *
 * cheat: has its code in a section that leaklab does not know
 * wall with the gate: tokens
 * wall without: sections
 * module: leaky
 */
__attribute__((section("hidden"))) static int own(void)
{
    return 0;
}

#define TRICK() (void)own()
