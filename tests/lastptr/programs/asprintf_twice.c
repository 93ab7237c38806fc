/* SPDX-License-Identifier: MIT
 *
 * asprintf writes a new pointer over the old one.
 *
 * expect: definitely-lost bytes=8 blocks=1 how=overwritten variable=text
 */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *text;

    if (asprintf(&text, "%d-%d-%d", 12, 34, 5) < 0) /* @alloc */
        return 1;
    if (asprintf(&text, "%s", "other") < 0) /* @lost */
        return 1;
    free(text);
    return 0;
}
