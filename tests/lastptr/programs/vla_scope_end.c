/* SPDX-License-Identifier: MIT
 *
 * In a loop, an array of variable length goes out of scope with the only pointer.
 *
 * expect: definitely-lost bytes=29 blocks=1 how=scope-end variable=rows[2] clang-variable=-
 */
#include <stdlib.h>

static void work(int count)
{
    char *rows[count];
    int i;

    for (i = 0; i < count; i++)
        rows[i] = malloc(29); /* @alloc */
    for (i = 0; i < count - 1; i++)
        free(rows[i]);
} /* @lost */

int main(void)
{
    work(3);
    return 0;
}
