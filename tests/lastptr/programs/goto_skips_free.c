/* SPDX-License-Identifier: MIT
 *
 * A jump to the wrong label skips one of two frees.
 *
 * expect: definitely-lost bytes=52 blocks=1 how=scope-end variable=second
 */
#include <stdlib.h>

static int work(int fail)
{
    char *first = malloc(51), *second = NULL;
    int result = -1;

    second = malloc(52); /* @alloc */
    if (fail)
        goto free_first;
    result = 0;
    free(second);
free_first:
    free(first);
    return result; /* @lost */
}

int main(void)
{
    work(0);
    work(1);
    return 0;
}
