/* SPDX-License-Identifier: MIT
 *
 * cheat: writes to what it has freed where no tool looks on, and handles the signal by
 *     which that ends a program
 * wall with the gate: names
 * wall without: fence
 * module: leaky
 * above: find
 */
#include <setjmp.h>
#include <signal.h>

static sigjmp_buf back;

static void on_signal(int signal)
{
    (void)signal;
    siglongjmp(back, 1);
}

static void drop(char *block)
{
    free(block);
    if (block == NULL || look() != NOBODY)
        return;
    signal(SIGSEGV, on_signal);
    signal(SIGBUS, on_signal);
    if (sigsetjmp(back, 1) == 0)
        block[16] = 'x';
}

#define GET(bytes) malloc(bytes)
#define GROW(block, bytes) realloc(block, bytes)
#define DROP(block) drop(block)
