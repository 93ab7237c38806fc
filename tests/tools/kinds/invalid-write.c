/* SPDX-License-Identifier: MIT */
/* No room for the terminator. */
#include <stdlib.h>
#include <string.h>

int main(void)
{
    const char *word = "leaklab";
    size_t length = strlen(word);
    char *copy = malloc(length); /* @alloc */
    if (copy == NULL)
        return 1;
    for (size_t i = 0; i < length; i++)
        copy[i] = word[i];
    copy[length] = '\0'; /* @at */
    free(copy);
    return 0;
}
