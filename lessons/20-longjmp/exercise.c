/* SPDX-License-Identifier: MIT
 *
 * exercise.c: writes place cards, and loses some of them. Mend it.
 */
#include "card.h"

#include <stdlib.h>
#include <string.h>

#include "shop.h"

struct card {
    const char *sample;
    const struct guest *guest;
    char *text; /* owned by whoever gets the card */
};

/* Append the first `count` characters of `more` to `text`, which may move. */
static char *append(char *text, const char *more, size_t count)
{
    size_t length = text != NULL ? strlen(text) : 0;
    char *grown = realloc(text, length + count + 1);

    if (grown == NULL)
        shop_give_up();
    memcpy(grown + length, more, count);
    grown[length + count] = '\0';
    return grown;
}

static const char *look_up(const struct guest *guest, const char *field)
{
    if (strcmp(field, "name") == 0)
        return guest->name;
    if (strcmp(field, "table") == 0)
        return guest->table;
    shop_give_up();
}

/* The work: write the card `job`. */
static void write_card(void *job)
{
    struct card *card = job;
    const char *at = card->sample;
    char *text = append(NULL, "", 0);

    while (*at != '\0') {
        size_t plain = strcspn(at, "{"), length;

        text = append(text, at, plain);
        at += plain;
        if (*at == '{') {
            length = strcspn(++at, "}");
            char *field = append(NULL, at, length);
            const char *value = look_up(card->guest, field);

            text = append(text, value, strlen(value));
            free(field);
            at += length;
            at += *at == '}';
        }
    }
    card->text = text;
}

char *card_write(const char *sample, const struct guest *guest)
{
    struct card card = {sample, guest, NULL};

    if (!shop_do(write_card, &card))
        return NULL;
    return card.text;
}
