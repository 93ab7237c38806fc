/* SPDX-License-Identifier: MIT
 *
 * exercise.c: says whether a text is a palindrome, and leaks. Mend it.
 */
#include "palindrome.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Copy the letters of `text` to `letters` as small letters; returns how many. */
static size_t copy_letters(char *letters, const char *text)
{
    size_t count = 0;

    for (; *text != '\0'; text++)
        if (isalpha((unsigned char)*text))
            letters[count++] = (char)tolower((unsigned char)*text);
    return count;
}

int is_palindrome(const char *text)
{
    char *letters = malloc(strlen(text) + 1);

    if (letters == NULL)
        return -1;

    size_t count = copy_letters(letters, text);
    for (size_t i = 0; i < count / 2; i++)
        if (letters[i] != letters[count - 1 - i])
            return 0;
    return 1;
}
