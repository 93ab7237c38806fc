/* SPDX-License-Identifier: MIT
 *
 * A block made inside the C library is never stored.
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
