/* SPDX-License-Identifier: MIT
 *
 * telegram.c: sends telegrams in Morse code, one after the other, and gives up those
 * that cannot be sent.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIGNS_SIZE = 5 }; /* of one letter: four signs and a space */

/* The signs of a letter, at most four; NULL: there are none for it. */
static const char *signs_of(char letter)
{
    static const char *const signs[] = {
        ".-",   "-...", "-.-.", "-..",  ".",   "..-.", "--.",  "....", "..",
        ".---", "-.-",  ".-..", "--",   "-.",  "---",  ".--.", "--.-", ".-.",
        "...",  "-",    "..-",  "...-", ".--", "-..-", "-.--", "--..",
    };

    if (letter == ' ')
        return "/";
    return letter >= 'A' && letter <= 'Z' ? signs[letter - 'A'] : NULL;
}

/* `text` in capitals, as a new text; NULL when memory ran out. */
static char *capitals(const char *text)
{
    char *copy = strdup(text);

    for (char *c = copy; c != NULL && *c != '\0'; c++)
        *c = (char)toupper((unsigned char)*c);
    return copy;
}

/* Send `text` to `to`. Returns 0, or -1 when it could not be sent. */
static int telegram(const char *to, const char *text)
{
    int result = -1;
    char *name, *words, *morse;

    name = capitals(to);
    if (name == NULL)
        goto no_name;
    words = capitals(text);
    if (words == NULL)
        goto no_words;
    morse = calloc(strlen(words) + 1, SIGNS_SIZE);
    if (morse == NULL)
        goto no_morse;

    for (const char *c = words; *c != '\0'; c++) {
        const char *signs = signs_of(*c);

        if (signs == NULL)
            goto no_morse;
        strcat(morse, signs);
        strcat(morse, " ");
    }
    printf("to %s: %s\n", name, morse);
    result = 0;

    free(morse);
no_morse:
    free(words);
no_words:
    free(name);
no_name:
    return result;
}

int main(void)
{
    static const char *const letters[][2] = {
        {"Ada", "come home"}, {"Grace", "ship sails at 9"}, {"Alan", "well done"}};

    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++)
        if (telegram(letters[i][0], letters[i][1]) != 0)
            printf("to %s: could not be sent\n", letters[i][0]);
    return EXIT_SUCCESS;
}
