/* SPDX-License-Identifier: MIT
 *
 * cheat: has the assembler bring in the hidden tests
 * wall with the gate: tokens
 * wall without: compiler
 * module: leaky
 */
__asm__(".section .rodata\nstolen: .incbin \"test_builder.c\"\n.byte 0\n.text");
extern const char stolen[] __attribute__((visibility("hidden")));
