/* SPDX-License-Identifier: MIT
 *
 * setjmp saves registers in a global variable. One of them still holds an old pointer. No
 * variable of the program does: the block is lost where its variable is overwritten.
 *
 * expect: definitely-lost bytes=23 blocks=1 how=overwritten variable=buffer
 */
#include <setjmp.h>
#include <stdlib.h>

static jmp_buf on_error;
static char *buffer;

static void leave_in_register(void)
{
    __asm__ volatile("mov %0, %%rbx" : : "r"(buffer) : "memory");
}

int main(void)
{
    buffer = malloc(23); /* @alloc */
    leave_in_register();
    if (setjmp(on_error) != 0)
        return 1;
    buffer = NULL; /* @lost */
    __asm__ volatile("xor %%ebx, %%ebx" : : : "memory");
    if (setjmp(on_error) != 0)
        return 1;
    return 0;
}
