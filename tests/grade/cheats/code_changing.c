/* SPDX-License-Identifier: MIT
 *
 * cheat: has machine code in a section that it may write to
 * wall with the gate: tokens
 * wall without: sections
 * module: leaky
 */
__asm__(".section .text.own,\"awx\",@progbits\nown: ret\n.text");
