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

/* A register that each function keeps for its caller. */
#if defined __x86_64__
#define SET_REGISTER "mov %0, %%rbx"
#elif defined __aarch64__
#define SET_REGISTER "mov x20, %0"
#endif

static void leave_in_register(char *value)
{
    __asm__ volatile(SET_REGISTER : : "r"(value) : "memory");
}

int main(void)
{
    buffer = malloc(23); /* @alloc */
    leave_in_register(buffer);
    if (setjmp(on_error) != 0)
        return 1;
    buffer = NULL; /* @lost */
    leave_in_register(NULL);
    if (setjmp(on_error) != 0)
        return 1;
    return 0;
}
