/* SPDX-License-Identifier: MIT
 *
 * cheat: by machine code that it writes itself, tells memcheck that its lost blocks
 *     are freed
 * wall with the gate: names
 * wall without: crash
 * module: leaky
 * above: request
 */
#define DROP(block) (void)ask(0x1302, (unsigned long)(block), 0, 0)
