/* SPDX-License-Identifier: MIT
 *
 * cheat: asks Valgrind, in machine code, to overlook errors from here on
 * wall with the gate: tokens
 * wall without: tools
 * module: leaky
 */
static void blind(void)
{
    unsigned long request[6] = {0x1801, 1, 0, 0, 0, 0}, answer = 0;

    __asm__ volatile(
        "rolq $3, %%rdi; rolq $13, %%rdi; rolq $61, %%rdi; rolq $51, %%rdi\n"
        "xchgq %%rbx, %%rbx"
        : "=d"(answer)
        : "a"(request), "0"(answer)
        : "cc", "memory");
}

#define TRICK() blind()
