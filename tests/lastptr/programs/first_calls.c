/* SPDX-License-Identifier: MIT
 *
 * After each loss a function of the C library is called for the first time. Where it is
 * bound then, the dynamic linker saves the registers on the stack, and one of them still
 * has the lost pointer.
 *
 * expect: definitely-lost bytes=248 blocks=8 how=scope-end variable=p
 */
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static volatile long sink;

static void lose(void)
{
    char *p = malloc(31); /* @alloc */

    p[0] = 'x';
} /* @lost */

/* The deeper, the lower on the stack. */
#define BY(function)                                                                   \
    static void by_##function(int depth)                                               \
    {                                                                                  \
        if (depth > 0) {                                                               \
            by_##function(depth - 1);                                                  \
            return;                                                                    \
        }                                                                              \
        lose();                                                                        \
        sink = (long)function();                                                       \
    }

BY(getpid)
BY(getppid)
BY(getuid)
BY(geteuid)
BY(getgid)
BY(getegid)
BY(clock)
BY(rand)

int main(void)
{
    by_getpid(0);
    by_getppid(1);
    by_getuid(2);
    by_geteuid(3);
    by_getgid(4);
    by_getegid(5);
    by_clock(6);
    by_rand(7);
    return 0;
}
