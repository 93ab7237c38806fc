/* SPDX-License-Identifier: MIT
 *
 * The first address of a block is never in a variable: what is stored points into the
 * middle from the start. The address was returned by malloc, or by another function.
 *
 * expect: possibly-lost bytes=40 blocks=1 how=never-stored variable=-
 * expect: possibly-lost bytes=20 blocks=1 how=return-ignored variable=- alloc=alloc2 lost=lost2
 * expect: possibly-lost bytes=30 blocks=1 how=never-stored variable=- alloc=alloc3 lost=alloc3
 */
#include <stdlib.h>

static char *inside, *behind, *third;

static char *word_new(void)
{
    char *word = malloc(20); /* @alloc2 */

    return word;
}

static char *without_head(void)
{
    return (char *)malloc(30) + 4; /* @alloc3 */
}

int main(void)
{
    inside = (char *)malloc(40) + 4; /* @alloc @lost */
    behind = word_new() + 4;         /* @lost2 */
    third = without_head();
    return 0;
}
