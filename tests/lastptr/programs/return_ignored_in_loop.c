/* SPDX-License-Identifier: MIT
 *
 * A function is called twice. Once its value is stored, and once, in a loop, it is not.
 *
 * expect: definitely-lost bytes=15 blocks=3 how=return-ignored
 */
#include <stdlib.h>
#include <string.h>

static char *copy(const char *text)
{
    char *copied = malloc(strlen(text) + 1); /* @alloc */

    if (copied != NULL)
        strcpy(copied, text);
    return copied;
}

static void copy_all(const char *text, int count)
{
    for (int i = 0; i < count; i++)
        copy(text); /* @lost */
}

int main(void)
{
    char *kept = copy("kept");

    copy_all("lost", 3);
    free(kept);
    return 0;
}
