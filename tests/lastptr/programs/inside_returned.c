/* SPDX-License-Identifier: MIT
 *
 * A function returns a pointer into the middle of its block. The caller has a pointer, but
 * none to the start of the block: that one was lost when the function's variables ended. If
 * nobody stores the pointer, the whole block is lost at the call.
 *
 * expect: possibly-lost bytes=40 blocks=1 how=scope-end variable=line
 * expect: definitely-lost bytes=40 blocks=1 how=return-ignored variable=- lost=lost2
 * expect: possibly-lost bytes=20 blocks=1 how=overwritten variable=word alloc=alloc2 lost=lost3
 * expect: possibly-lost bytes=30 blocks=1 how=scope-end variable=text alloc=alloc3 lost=lost4
 */
#include <stdlib.h>
#include <string.h>

static char *value, *name, *tail;

static char *value_of(void)
{
    char *line = malloc(40); /* @alloc */

    strcpy(line, "key=value");
    return strchr(line, '=') + 1; /* @lost */
}

static char *take(char **from)
{
    char *word = *from;

    *from = NULL;
    word += 2; /* @lost3 */
    return word;
}

static char *second_half(char *text)
{
    return text + 15; /* @lost4 */
}

int main(void)
{
    char *word = malloc(20); /* @alloc2 */

    value = value_of();
    value_of(); /* @lost2 */
    name = take(&word);
    tail = second_half(malloc(30)); /* @alloc3 */
    return 0;
}
