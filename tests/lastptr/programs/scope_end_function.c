/* SPDX-License-Identifier: MIT
 *
 * The pointer goes out of scope at the end of a function.
 *
 * expect: definitely-lost bytes=19 blocks=1 how=scope-end variable=copy
 */
#include <stdlib.h>
#include <string.h>

static void show(const char *text)
{
    char *copy = malloc(19); /* @alloc */

    strcpy(copy, text);
} /* @lost */

int main(void)
{
    show("some text");
    return 0;
}
