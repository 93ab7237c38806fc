/* SPDX-License-Identifier: MIT
 *
 * One line loses two blocks that two lines allocated.
 *
 * expect: definitely-lost bytes=5 blocks=1 how=overwritten variable=p
 * expect: definitely-lost bytes=7 blocks=1 how=overwritten variable=p alloc=alloc2
 */
#include <stdlib.h>

int main(void)
{
    for (int i = 0; i < 2; i++) {
        char *p;

        if (i == 0)
            p = malloc(5); /* @alloc */
        else
            p = malloc(7); /* @alloc2 */
        p = NULL;          /* @lost */
    }
    return 0;
}
