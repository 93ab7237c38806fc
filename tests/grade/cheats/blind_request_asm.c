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

#if defined __x86_64__
    __asm__ volatile(
        "rolq $3, %%rdi; rolq $13, %%rdi; rolq $61, %%rdi; rolq $51, %%rdi\n"
        "xchgq %%rbx, %%rbx"
        : "=d"(answer)
        : "a"(request), "0"(answer)
        : "cc", "memory");
#else /* arm64 */
    register unsigned long x3 __asm__("x3") = answer;
    register unsigned long *x4 __asm__("x4") = request;
    __asm__ volatile("ror x12, x12, #3; ror x12, x12, #13\n"
                     "ror x12, x12, #51; ror x12, x12, #61\n"
                     "orr x10, x10, x10"
                     : "+r"(x3)
                     : "r"(x4)
                     : "cc", "memory");
#endif
}

#define TRICK() blind()
