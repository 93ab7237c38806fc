/* SPDX-License-Identifier: MIT
 *
 * card_main.c: the cards for three guests, from two samples. The second asks for
 * something that nobody wrote down.
 */
#include <stdio.h>
#include <stdlib.h>

#include "card.h"

int main(void)
{
    static const struct guest guests[] = {
        {"Ida", "the round table"}, {"Otto", "the bench"}, {"Uwe", "the bench"}};
    static const char *const samples[] = {"{name}, please sit at {table}.",
                                          "{name} dances with {partner}."};

    for (size_t s = 0; s < sizeof samples / sizeof samples[0]; s++)
        for (size_t i = 0; i < sizeof guests / sizeof guests[0]; i++) {
            char *text = card_write(samples[s], &guests[i]);

            printf("%s\n", text != NULL ? text : "(no card)");
            free(text);
        }
    return EXIT_SUCCESS;
}
