/* SPDX-License-Identifier: MIT
 *
 * The C library allocates a block. The program does not store it.
 *
 * expect: definitely-lost bytes=6 blocks=1 how=never-stored variable=-
 */
#include <stdio.h>
#include <string.h>

int main(void)
{
    strdup("hello"); /* @alloc @lost */
    puts("done");
    return 0;
}
