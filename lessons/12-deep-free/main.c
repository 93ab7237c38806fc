/* SPDX-License-Identifier: MIT
 *
 * main.c: look for an author in a small library.
 */
#include <stdio.h>
#include <stdlib.h>

#include "book.h"

static const char *const cards[] = {
    "The C Programming Language/Brian Kernighan/Dennis Ritchie",
    "The Practice of Programming/Brian Kernighan/Rob Pike",
};
enum { CARDS = sizeof cards / sizeof cards[0] };

int main(void)
{
    const char *name = "Rob Pike";
    int found = 0;

    for (size_t i = 0; i < CARDS; i++) {
        int answer = card_is_by(cards[i], name);

        if (answer == -1) {
            fprintf(stderr, "no memory for card %zu\n", i + 1);
            return EXIT_FAILURE;
        }
        found += answer;
    }
    printf("%s wrote %d of %d books\n", name, found, CARDS);
    return EXIT_SUCCESS;
}
