/* SPDX-License-Identifier: MIT
 *
 * The program aborts after the loss; the report is complete.
 *
 * expect: definitely-lost bytes=70 blocks=1 how=overwritten variable=p
 */
#include <stdlib.h>

int main(void)
{
    char *p = malloc(70); /* @alloc */

    p = NULL; /* @lost */
    abort();
    return p != NULL;
}
