/* SPDX-License-Identifier: MIT
 *
 * A struct that is returned in two registers has the pointer. The caller ignores it.
 *
 * expect: definitely-lost bytes=15 blocks=1 how=return-ignored variable=-
 */
#include <stdlib.h>

struct text {
    size_t length;
    char *bytes;
};

static struct text text_new(size_t length)
{
    struct text text = {length, NULL};

    text.bytes = malloc(length); /* @alloc */
    return text;
}

int main(void)
{
    text_new(15); /* @lost */
    return 0;
}
