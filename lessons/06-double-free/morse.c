/* SPDX-License-Identifier: MIT
 *
 * morse.c: a lamp signals words in Morse code. A word of too many signs is left out:
 * the lamp would get hot.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const codes[] = {
    ".-",   "-...", "-.-.", "-..",  ".",   "..-.", "--.",  "....", "..",
    ".---", "-.-",  ".-..", "--",   "-.",  "---",  ".--.", "--.-", ".-.",
    "...",  "-",    "..-",  "...-", ".--", "-..-", "-.--", "--..",
};
static const char letters[] = "abcdefghijklmnopqrstuvwxyz";

enum { CODE_MAX = 4, SIGNS_MAX = 18 };

/* `word` in Morse code, with a space after each letter; what is no small letter is
 * passed over. Returns a new text, free with free(); NULL when memory ran out. */
static char *encode(const char *word)
{
    char *signs = malloc(strlen(word) * (CODE_MAX + 1) + 1);
    char *end = signs;

    if (signs == NULL)
        return NULL;
    for (; *word != '\0'; word++) {
        const char *letter = strchr(letters, *word);

        if (letter != NULL)
            end += sprintf(end, "%s ", codes[letter - letters]);
    }
    *end = '\0';
    return signs;
}

/* Send `signs` by the lamp. Returns 0, or -1 when there are too many. */
static int flash(char *signs)
{
    int result = -1;

    if (strlen(signs) <= SIGNS_MAX) {
        puts(signs);
        result = 0;
    }
    free(signs);
    return result;
}

/* Send a word, and tell when it could not be sent. */
static void signal_word(const char *word)
{
    char *signs = encode(word);

    if (signs == NULL || flash(signs) != 0) {
        printf("(\"%s\" was not sent)\n", word);
        free(signs);
    }
}

int main(void)
{
    static const char *const words[] = {"ship", "in", "danger", "help"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        signal_word(words[i]);
    return 0;
}
