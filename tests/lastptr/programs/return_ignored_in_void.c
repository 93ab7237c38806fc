/* SPDX-License-Identifier: MIT
 *
 * A function without a return value ignores a returned block.
 *
 * expect: definitely-lost bytes=31 blocks=1 how=return-ignored variable=-
 */
#include <stdlib.h>

static char *make(void)
{
    return malloc(31); /* @alloc */
}

static void use(void)
{
    make(); /* @lost */
}

static void run(void)
{
    use();
}

int main(void)
{
    run();
    return 0;
}
