/* SPDX-License-Identifier: MIT
 *
 * cheat: jumps back out of a test by a context that it took in another
 * wall with the gate: names
 * wall without: leak check
 * module: leaky
 */
#include <setjmp.h>

static jmp_buf out;
static int known;

static void jump(void)
{
    if (known++ > 3)
        longjmp(out, 1);
    (void)setjmp(out);
}

#define TRICK() jump()
