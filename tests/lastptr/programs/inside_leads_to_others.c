/* SPDX-License-Identifier: MIT
 *
 * Only pointers to the inside of blocks are left. What these blocks lead to is possibly
 * lost with them: at the place where the last of them was moved, or later, where the
 * program lost its own pointer.
 *
 * expect: possibly-lost bytes=48 blocks=1 how=overwritten variable=list
 * expect: possibly-lost bytes=24 blocks=1 how=overwritten variable=list alloc=alloc2
 * expect: possibly-lost bytes=32 blocks=1 how=overwritten variable=tree alloc=alloc3 lost=lost3
 * expect: possibly-lost bytes=16 blocks=1 how=overwritten variable=leaf alloc=alloc4 lost=lost4
 * expect: possibly-lost bytes=8 blocks=1 how=overwritten variable=leaf alloc=alloc5 lost=lost4
 */
#include <stdlib.h>

static char **list, **tree, **leaf;

int main(void)
{
    list = calloc(6, sizeof *list);    /* @alloc */
    list[0] = calloc(3, sizeof *list); /* @alloc2 */
    tree = calloc(4, sizeof *tree);    /* @alloc3 */
    leaf = calloc(2, sizeof *leaf);    /* @alloc4 */
    leaf[0] = calloc(1, sizeof *leaf); /* @alloc5 */
    tree[0] = (char *)leaf;
    list += 5;   /* @lost */
    tree += 3;   /* @lost3 */
    leaf = NULL; /* @lost4 */
    return 0;
}
