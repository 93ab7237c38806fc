/* SPDX-License-Identifier: MIT
 *
 * parrot.c: a parrot repeats what it hears, word by word. A word that it has just said
 * bores it, and it keeps silent.
 */
#include <stdio.h>
#include <string.h>

enum { LONGEST = 15 };

static const char *said; /* what it said last; NULL: nothing yet */

/* Copy the first word of `sentence` to `word`. Returns where the rest begins. */
static const char *take_word(const char *sentence, char word[LONGEST + 1])
{
    const char *start = sentence + strspn(sentence, " ");
    size_t length = strcspn(start, " ");

    snprintf(word, LONGEST + 1, "%.*s", (int)length, start);
    return start + length;
}

/* Let the parrot hear one word of `sentence`. Returns where the rest begins. */
static const char *hear(const char *sentence)
{
    char word[LONGEST + 1];
    const char *rest = take_word(sentence, word);

    if (said == NULL || strcmp(said, word) != 0) {
        printf("%s!\n", word);
        said = word;
    }
    return rest;
}

int main(void)
{
    const char *rest = "pretty pretty polly wants a biscuit";

    while (*rest != '\0')
        rest = hear(rest);
    return 0;
}
