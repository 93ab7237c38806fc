/* SPDX-License-Identifier: MIT
 *
 * The program writes to a NULL pointer after the loss; the report is complete.
 *
 * expect: definitely-lost bytes=71 blocks=1 how=overwritten variable=p
 */
#include <stdlib.h>

int main(void)
{
    char *volatile p = malloc(71); /* @alloc */

    p = NULL; /* @lost */
    *p = 'x';
    return 0;
}
