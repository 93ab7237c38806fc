/* SPDX-License-Identifier: MIT
 *
 * Each round of a loop overwrites the previous pointer. The last one goes out of scope.
 *
 * expect: definitely-lost bytes=90 blocks=9 how=overwritten variable=p
 * expect: definitely-lost bytes=10 blocks=1 how=scope-end variable=p lost=end
 */
#include <stdlib.h>

static void work(void)
{
    char *p;
    int i;

    for (i = 0; i < 10; i++) {
        p = malloc(10); /* @alloc @lost */
        p[0] = 'x';
    }
} /* @end */

int main(void)
{
    work();
    return 0;
}
