/* SPDX-License-Identifier: MIT
 *
 * roman.c: inscriptions for monuments, with years in Roman numerals. The numerals made
 * last are kept in a cache, since the same years come again and again.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 2, LONGEST = 15 };

struct entry {
    int year;
    char *numeral; /* owned; NULL: this slot is empty */
};

static struct entry cache[SLOTS];
static size_t oldest; /* the slot that is used next */

/* `year`, from 1 to 3999, in Roman numerals. Returns a new text, free with free(); NULL
 * when memory ran out. */
static char *make_numeral(int year)
{
    static const int values[] = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
    static const char *const signs[] = {"M",  "CM", "D",  "CD", "C",  "XC", "L",
                                        "XL", "X",  "IX", "V",  "IV", "I"};
    char text[LONGEST + 1] = "";

    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        for (; year >= values[i]; year -= values[i])
            strcat(text, signs[i]);
    return strdup(text);
}

/* `year` in Roman numerals. Borrowed from the cache. */
static const char *roman(int year)
{
    struct entry *entry = &cache[oldest];

    for (size_t i = 0; i < SLOTS; i++)
        if (cache[i].numeral != NULL && cache[i].year == year)
            return cache[i].numeral;
    free(entry->numeral);
    entry->year = year;
    entry->numeral = make_numeral(year);
    oldest = (oldest + 1) % SLOTS;
    return entry->numeral != NULL ? entry->numeral : "(no memory)";
}

/* Carve `text` into the stone, one letter after the other. */
static void carve(const char *text)
{
    char letter;

    while ((letter = *text++) != '\0')
        putchar(letter);
}

static void inscribe(const char *name, int begun, int finished)
{
    const char *from = roman(begun);
    const char *to = roman(finished);

    carve(name);
    carve(", built from ");
    carve(from);
    carve(" to ");
    carve(to);
    carve("\n");
}

static void inscribe_restored(const char *name, int finished, int burnt, int restored)
{
    const char *from = roman(finished);
    const char *fire = roman(burnt);
    const char *to = roman(restored);

    carve(name);
    carve(", built ");
    carve(from);
    carve(", burnt ");
    carve(fire);
    carve(", restored ");
    carve(to);
    carve("\n");
}

int main(void)
{
    inscribe("Town Hall", 1877, 1881);
    inscribe("Clock Tower", 1881, 1884);
    inscribe_restored("Theatre", 1790, 1904, 1907);
    for (size_t i = 0; i < SLOTS; i++)
        free(cache[i].numeral);
    return 0;
}
