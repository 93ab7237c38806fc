/* SPDX-License-Identifier: MIT
 *
 * The pointer is set to NULL instead of being freed.
 *
 * expect: definitely-lost bytes=24 blocks=1 how=overwritten variable=text
 */
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *text = malloc(24); /* @alloc */

    strcpy(text, "hello");
    text = NULL; /* @lost */
    return text != NULL;
}
