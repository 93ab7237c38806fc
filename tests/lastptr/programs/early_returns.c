/* SPDX-License-Identifier: MIT
 *
 * Two return statements of one function skip the free: two places. Two returns on one line
 * are one place, and so are the ways to the end of a function without a return.
 *
 * expect: definitely-lost bytes=22 blocks=2 how=scope-end variable=buffer
 * expect: definitely-lost bytes=11 blocks=1 how=scope-end variable=buffer lost=lost2
 * expect: definitely-lost bytes=26 blocks=2 how=scope-end variable=text alloc=alloc2 lost=lost3
 * expect: definitely-lost bytes=30 blocks=2 how=scope-end variable=line alloc=alloc3 lost=lost4
 */
#include <stdlib.h>

static int parse(const char *text)
{
    char *buffer = malloc(11); /* @alloc */

    if (!text[0])
        return -1; /* @lost */
    if (text[0] == '?')
        return 0; /* @lost2 */
    buffer[0] = text[0];
    free(buffer);
    return 1;
}

static int read_one(int c)
{
    char *text = malloc(13); /* @alloc2 */

    if (text == NULL)
        abort();
    /* clang-format off */
    if (c) return 1; else return 0; /* @lost3 */
    /* clang-format on */
}

static void write_one(int c)
{
    char *line = malloc(15); /* @alloc3 */

    if (c)
        line[0] = 'x';
    else
        line[1] = 'y';
} /* @lost4 */

int main(void)
{
    for (int i = 0; i < 2; i++) {
        parse("");
        read_one(i);
        write_one(i);
    }
    parse("x");
    parse("?");
    return 0;
}
