/* SPDX-License-Identifier: MIT
 *
 * card.h: place cards for a feast, made from one sample.
 */
#ifndef CARD_H
#define CARD_H

struct guest {
    const char *name, *table;
};

/* Write the card of a guest: the sample, with his name in place of "{name}" and his
 * table in place of "{table}". Returns a new string, free with free(). Returns NULL
 * when the sample asks for something else, or when memory runs out. */
char *card_write(const char *sample, const struct guest *guest);

#endif
