/* SPDX-License-Identifier: MIT
 *
 * Blocks of aligned_alloc, posix_memalign and calloc.
 *
 * expect: definitely-lost bytes=128 blocks=1 how=overwritten variable=a
 * expect: definitely-lost bytes=100 blocks=1 how=overwritten variable=b alloc=alloc2 lost=lost2
 * expect: definitely-lost bytes=99 blocks=1 how=scope-end variable=c alloc=alloc3 lost=lost3
 */
#include <stdlib.h>

int main(void)
{
    void *a = aligned_alloc(64, 128); /* @alloc */
    void *b = NULL;
    char *c = calloc(9, 11); /* @alloc3 */

    if (posix_memalign(&b, 256, 100) != 0) /* @alloc2 */
        return 1;
    a = NULL;              /* @lost */
    b = NULL;              /* @lost2 */
    return a != b || c[0]; /* @lost3 */
}
