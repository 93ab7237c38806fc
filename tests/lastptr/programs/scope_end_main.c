/* SPDX-License-Identifier: MIT
 *
 * The pointer goes out of scope at the end of main.
 *
 * expect: definitely-lost bytes=77 blocks=1 how=scope-end variable=p
 */
#include <stdlib.h>

int main(void)
{
    char *p = malloc(77); /* @alloc */

    p[0] = 'x';
} /* @lost */
