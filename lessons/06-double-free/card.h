/* SPDX-License-Identifier: MIT
 *
 * card.h: what a telephone knows of somebody.
 *
 * Life cycle: card_init(), then card_set_phone() and card_merge(), then card_release().
 */
#ifndef CARD_H
#define CARD_H

struct card {
    char *name;  /* owned by the card */
    char *phone; /* owned by the card; NULL: unknown */
    char *mail;  /* owned by the card; NULL: unknown */
};

/* Make a card. The texts are copied and stay the caller's; `phone` and `mail` may be
 * NULL. Returns 0, or -1 when memory ran out: there is then nothing to release. */
int card_init(struct card *card, const char *name, const char *phone, const char *mail);

/* Put a copy of `phone`, which may be the card's own, in the place of the number so
 * far. Returns 0; 1 when it has other characters than digits and spaces; -1 when memory
 * ran out. The card is as it was unless 0 is returned. */
int card_set_phone(struct card *card, const char *phone);

/* Two cards of the same person: move to `into` the number and the address that it lacks
 * and `from` has. What was moved is not in `from` any more. Both cards still have to be
 * released. */
void card_merge(struct card *into, struct card *from);

/* Free what the card owns; it is then empty. */
void card_release(struct card *card);

#endif
