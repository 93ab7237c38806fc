/* SPDX-License-Identifier: MIT
 *
 * A variable holds the block in plain view, and the function is left early. With -O1 and
 * -O2 the address is in a register all the time: nothing may be said of that variable.
 *
 * expect: definitely-lost bytes=10 blocks=1 how=scope-end variable=p
 */
#include <stdlib.h>

__attribute__((noinline)) static void use(char *p)
{
    *(volatile char *)p = 1;
}

__attribute__((noinline)) static int work(int n)
{
    char *p = malloc(10); /* @alloc */

    use(p);
    if (n > 1)
        return -1; /* @lost */
    free(p);
    return 0;
}

int main(int argc, char **argv)
{
    (void)argv;
    return work(argc + 1) == 0;
}
