/* SPDX-License-Identifier: MIT
 *
 * Several variables point to a block where the function ends. The one that was given
 * what the allocation returned is its owner, wherever it lies in the frame: not a cursor
 * that moved along the block, and not one that still stands at its start.
 *
 * expect: definitely-lost bytes=40 blocks=1 how=scope-end variable=line
 * expect: definitely-lost bytes=41 blocks=1 how=scope-end variable=line alloc=alloc2 lost=lost2
 * expect: definitely-lost bytes=42 blocks=1 how=scope-end variable=line alloc=alloc3 lost=lost3
 * expect: definitely-lost bytes=43 blocks=1 how=scope-end variable=start alloc=alloc4 lost=lost4
 */
#include <stdlib.h>

static int owner_first(void)
{
    char *line = malloc(40); /* @alloc */
    char *start = line, *end = line;

    while (end < line + 10)
        *end++ = 'a';
    return *start == *end; /* @lost */
}

static int owner_last(void)
{
    char *start, *end, *line = malloc(41); /* @alloc2 */

    start = line;
    for (end = start; end < line + 10; end++)
        *end = 'a';
    return *start == *end; /* @lost2 */
}

static int owner_in_midst(void)
{
    char *start, *line, *end;

    line = malloc(42); /* @alloc3 */
    end = start = line;
    *end = 'a';
    start += 2;
    return *start == *end; /* @lost3 */
}

static int owner_moved_away(void)
{
    char *end, *start, *line = malloc(43); /* @alloc4 */

    start = line;
    end = line + 1;
    line = NULL;
    *end = 'a';
    *start = 'b';
    return start == line; /* @lost4 */
}

int main(void)
{
    return owner_first() + owner_last() + owner_in_midst() + owner_moved_away() > 9;
}
