/* SPDX-License-Identifier: MIT
 *
 * The pointer goes out of scope at the only return statement.
 *
 * expect: definitely-lost bytes=26 blocks=1 how=scope-end variable=copy
 */
#include <stdlib.h>
#include <string.h>

static size_t count(const char *text)
{
    char *copy = malloc(26); /* @alloc */

    strcpy(copy, text);
    return strlen(copy); /* @lost */
}

int main(void)
{
    return count("some text") != 9;
}
