/* SPDX-License-Identifier: MIT
 *
 * exercise.c: cards of people, two of which go wrong. Mend them.
 */
#include "card.h"

#include <stdlib.h>
#include <string.h>

int card_init(struct card *card, const char *name, const char *phone, const char *mail)
{
    card->name = strdup(name);
    card->phone = phone != NULL ? strdup(phone) : NULL;
    card->mail = mail != NULL ? strdup(mail) : NULL;
    if (card->name == NULL || (phone != NULL && card->phone == NULL) ||
        (mail != NULL && card->mail == NULL)) {
        card_release(card);
        return -1;
    }
    return 0;
}

int card_set_phone(struct card *card, const char *phone)
{
    free(card->phone);
    if (phone[strspn(phone, "0123456789 ")] != '\0')
        return 1;
    card->phone = strdup(phone);
    return card->phone != NULL ? 0 : -1;
}

void card_merge(struct card *into, struct card *from)
{
    if (into->phone == NULL)
        into->phone = from->phone;
    if (into->mail == NULL)
        into->mail = from->mail;
}

void card_release(struct card *card)
{
    free(card->name);
    free(card->phone);
    free(card->mail);
    *card = (struct card){0};
}
