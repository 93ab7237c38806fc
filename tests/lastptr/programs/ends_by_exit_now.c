/* SPDX-License-Identifier: MIT
 *
 * The program ends by _exit after the loss; the report is complete.
 *
 * expect: definitely-lost bytes=72 blocks=1 how=overwritten variable=p
 */
#include <stdlib.h>
#include <unistd.h>

int main(void)
{
    char *p = malloc(72); /* @alloc */

    p = NULL; /* @lost */
    _exit(p != NULL);
}
