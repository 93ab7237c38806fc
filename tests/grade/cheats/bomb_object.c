/* SPDX-License-Identifier: MIT
 *
 * cheat: has the assembler write an object that fills the disk
 * wall with the gate: tokens
 * wall without: compiler
 * module: leaky
 */
__asm__(".data\n.fill 2000000000, 8, 0x1122334455667788\n.text");
