/* SPDX-License-Identifier: MIT
 *
 * card_main.c: two numbers are set, one of them by somebody in a hurry, and two cards
 * of the same person are merged.
 */
#include <stdio.h>
#include <stdlib.h>

#include "card.h"

static void show(const struct card *card)
{
    printf("%s: %s, %s\n", card->name, card->phone != NULL ? card->phone : "no number",
           card->mail != NULL ? card->mail : "no address");
}

/* Returns 0, or -1 when memory ran out. */
static int set_phone(struct card *card, const char *phone)
{
    int result = card_set_phone(card, phone);

    if (result == 1)
        printf("%s: \"%s\" is no number\n", card->name, phone);
    return result == -1 ? -1 : 0;
}

int main(void)
{
    struct card grace = {0}, ada = {0}, lovelace = {0};
    int status = EXIT_FAILURE;

    if (card_init(&grace, "Grace", "555 0136", NULL) != 0 ||
        card_init(&ada, "Ada", "555 0181 5", NULL) != 0 ||
        card_init(&lovelace, "Ada Lovelace", NULL, "ada@example.org") != 0)
        goto done;
    show(&grace);
    if (set_phone(&grace, "ask Ada") != 0 || set_phone(&ada, "555 0182 5") != 0)
        goto done;
    card_merge(&ada, &lovelace);
    show(&ada);
    status = EXIT_SUCCESS;
done:
    if (status != EXIT_SUCCESS)
        fprintf(stderr, "no memory for the cards\n");
    card_release(&grace);
    card_release(&ada);
    card_release(&lovelace);
    return status;
}
