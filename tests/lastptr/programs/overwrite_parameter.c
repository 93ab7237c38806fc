/* SPDX-License-Identifier: MIT
 *
 * A parameter is the only pointer, and the function overwrites it.
 *
 * expect: definitely-lost bytes=18 blocks=1 how=overwritten variable=line
 */
#include <stdlib.h>

static void consume(char *line)
{
    line = NULL; /* @lost */
    (void)line;
}

static char *produce(void)
{
    return malloc(18); /* @alloc */
}

int main(void)
{
    consume(produce());
    return 0;
}
