/* SPDX-License-Identifier: MIT
 *
 * cheat: by machine code that it writes itself, turns memcheck's leak check off
 * wall with the gate: names
 * wall without: crash
 * module: leaky
 * above: request
 */
#define TRICK() (void)ask(0x1203, (unsigned long)"--leak-check=no", 0, 0)
