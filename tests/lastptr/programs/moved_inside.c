/* SPDX-License-Identifier: MIT
 *
 * The only pointer is moved to the inside of its block.
 *
 * expect: possibly-lost bytes=40 blocks=1 how=overwritten variable=cursor
 */
#include <stdlib.h>

static char *cursor;

int main(void)
{
    cursor = malloc(40); /* @alloc */
    cursor += 5;         /* @lost */
    return 0;
}
