/* SPDX-License-Identifier: MIT */
#include <valgrind/valgrind.h>
int ask(void);
int ask(void)
{
    return (int)RUNNING_ON_VALGRIND;
}
