/* SPDX-License-Identifier: MIT
 *
 * cheat: catches its own crash and goes on as if nothing were
 * wall with the gate: names
 * wall without: memory
 * module: leaky
 */
#include <setjmp.h>
#include <signal.h>

static sigjmp_buf safe;

static void caught(int signal)
{
    (void)signal;
    siglongjmp(safe, 1);
}

static void crash(void)
{
    signal(SIGSEGV, caught);
    if (sigsetjmp(safe, 1) == 0)
        *(volatile int *)8 = 1;
}

#define TRICK() crash()
#include <stdlib.h>
#define DROP(block) free(block)
