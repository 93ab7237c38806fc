/* SPDX-License-Identifier: MIT
 *
 * swept.c: finds out whether each allocation is made to fail once. Such a program calls
 * an abort() of leaklab's, which lies near its own functions.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static int is_swept(void)
{
    uintptr_t own = (uintptr_t)is_swept, called = (uintptr_t)abort;
    uintptr_t far = called > own ? called - own : own - called;

    return far < 1u << 24;
}
