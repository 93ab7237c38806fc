/* SPDX-License-Identifier: MIT
 *
 * cheat: writes into AddressSanitizer's shadow by a system call, so that a freed block
 *     looks whole
 * wall with the gate: tokens
 * wall without: memory
 * module: leaky
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

void __asan_init(void) __attribute__((weak));

static char drop(char *block)
{
    static const char zeros[3];
    int ends[2];

    free(block);
    if (block == NULL)
        return 0;
    if (__asan_init == 0 || pipe(ends) != 0)
        return *block;
    syscall(SYS_write, ends[1], zeros, sizeof zeros);
    syscall(SYS_read, ends[0], ((uintptr_t)block >> 3) + 0x7fff8000, sizeof zeros);
    close(ends[0]);
    close(ends[1]);
    return *block;
}

#define DROP(block) (void)drop(block)
