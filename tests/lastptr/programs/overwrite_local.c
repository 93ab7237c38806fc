/* SPDX-License-Identifier: MIT
 *
 * A local variable is the only pointer and gets another value.
 *
 * expect: definitely-lost bytes=16 blocks=1 how=overwritten variable=p
 */
#include <stdlib.h>

int main(void)
{
    char *p = malloc(16); /* @alloc */

    p = malloc(32); /* @lost */
    free(p);
    return 0;
}
