/* SPDX-License-Identifier: MIT
 *
 * exercise.field-kept.c: the field of a card that is given up is not freed.
 */
#include "card.h"

#include <stdlib.h>
#include <string.h>

#include "shop.h"

struct card {
    const char *sample;
    const struct guest *guest;
    char *text;  /* owned by whoever gets the card */
    char *field; /* owned: the name between the brackets; NULL: not in brackets */
};

/* Append the first `count` characters of `more` to `*text`, which may move. */
static void append(char **text, const char *more, size_t count)
{
    size_t length = *text != NULL ? strlen(*text) : 0;
    char *grown = realloc(*text, length + count + 1);

    if (grown == NULL)
        shop_give_up();
    memcpy(grown + length, more, count);
    grown[length + count] = '\0';
    *text = grown;
}

static const char *look_up(const struct guest *guest, const char *field)
{
    if (strcmp(field, "name") == 0)
        return guest->name;
    if (strcmp(field, "table") == 0)
        return guest->table;
    shop_give_up();
}

static void forget_field(struct card *card)
{
    free(card->field);
    card->field = NULL;
}

/* The work: write the card `job`. */
static void write_card(void *job)
{
    struct card *card = job;
    const char *at = card->sample;

    append(&card->text, "", 0);
    while (*at != '\0') {
        size_t plain = strcspn(at, "{"), length;

        append(&card->text, at, plain);
        at += plain;
        if (*at == '{') {
            length = strcspn(++at, "}");
            append(&card->field, at, length);
            const char *value = look_up(card->guest, card->field);

            append(&card->text, value, strlen(value));
            forget_field(card);
            at += length;
            at += *at == '}';
        }
    }
}

char *card_write(const char *sample, const struct guest *guest)
{
    struct card card = {sample, guest, NULL, NULL};

    if (shop_do(write_card, &card))
        return card.text;
    free(card.text);
    return NULL;
}
