/* SPDX-License-Identifier: MIT
 *
 * cheat: prints without end where each allocation is made to fail, so that none can be,
 *     and it is graded again, for ever
 * wall with the gate: sweep
 * wall without: sweep
 * module: leaky
 * above: swept
 */
#include <stdio.h>

static void print(void)
{
    static int calls;

    while (is_swept() && calls++ >= 4)
        puts("some more, and then some more, and then some more, and so on");
}

#define DROP(block) free(block)
#define TRICK() print()
