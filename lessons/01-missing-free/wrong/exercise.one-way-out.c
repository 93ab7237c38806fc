/* SPDX-License-Identifier: MIT
 *
 * exercise.one-way-out.c: the letters are freed only where the text is a palindrome.
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
    int result = -1;
    char *letters = malloc(strlen(text) + 1);

    if (letters == NULL)
        goto done;

    size_t count = copy_letters(letters, text);
    result = 0;
    for (size_t i = 0; i < count / 2; i++)
        if (letters[i] != letters[count - 1 - i])
            return 0;
    result = 1;

done:
    free(letters);
    return result;
}
