/* SPDX-License-Identifier: MIT
 *
 * The result of a call is ignored, but a list holds the block, too. It is lost when the
 * list's pointer is overwritten.
 *
 * expect: definitely-lost bytes=13 blocks=1 how=overwritten variable=owner->text
 */
#include <stdlib.h>

struct owner {
    char *text;
};

static char *add(struct owner *to)
{
    char *text = malloc(13); /* @alloc */

    to->text = text;
    return text;
}

int main(void)
{
    struct owner *owner = malloc(sizeof *owner);

    add(owner);
    owner->text[0] = 'x';
    owner->text = NULL; /* @lost */
    free(owner);
    return 0;
}
