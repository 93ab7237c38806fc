/* SPDX-License-Identifier: MIT */
#include "shop.h"

#include <setjmp.h>

static jmp_buf
    counter; /* where every work begins, and where one that is given up ends */

bool shop_do(void (*work)(void *job), void *job)
{
    if (setjmp(counter) != 0)
        return false;
    work(job);
    return true;
}

_Noreturn void shop_give_up(void)
{
    longjmp(counter, 1); /* @lost */
}
