/* SPDX-License-Identifier: MIT
 *
 * dictionary.c: translates a sentence, word by word. Words that it does not know are
 * put in brackets.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const words[][2] = {
    {"the", "le"},
    {"bread", "pain"},
    {"is", "est"},
    {"warm", "chaud"},
};
enum { WORDS = sizeof words / sizeof words[0] };

/* "[word]", as a new text; NULL when memory ran out. */
static char *bracketed(const char *word)
{
    size_t size = strlen(word) + 3;
    char *text = malloc(size);

    if (text != NULL)
        snprintf(text, size, "[%s]", word);
    return text;
}

/* `word` in French. */
static const char *translate(const char *word)
{
    for (size_t i = 0; i < WORDS; i++)
        if (strcmp(words[i][0], word) == 0)
            return words[i][1];
    return bracketed(word);
}

/* Print the translation of `word` and how long it is. */
static void tell(const char *word)
{
    const char *translation = translate(word);
    size_t length = translation != NULL ? strlen(translation) : 0;

    printf("%-10s %-12s %zu letters\n", word,
           translation != NULL ? translation : "(no memory)", length);
}

int main(void)
{
    static const char *const sentence[] = {"the", "bread", "is", "astonishingly",
                                           "warm"};

    for (size_t i = 0; i < sizeof sentence / sizeof sentence[0]; i++)
        tell(sentence[i]);
    return 0;
}
