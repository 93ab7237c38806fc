/* SPDX-License-Identifier: MIT
 *
 * buggy-underrun.c: the name is read backwards until it is no blank.
 */
#include "label.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* `typed` in capital letters, without the blanks at its end. Returns a new text, free
 * with free(); NULL when memory ran out. */
static char *capitals(const char *typed)
{
    size_t length = strlen(typed);
    char *name = malloc(length + 1); /* @alloc */

    if (name == NULL)
        return NULL;
    for (size_t i = 0; i < length; i++)
        name[i] = (char)toupper((unsigned char)typed[i]);
    while (name[length - 1] == ' ') /* @bug */
        length--;
    name[length] = '\0';
    return name;
}

/* Where the bars for `count` digits are. Returns new places, free with free(); NULL
 * when memory ran out. */
static unsigned *bars_of(const char *digits, size_t count)
{
    unsigned *bars = malloc((count + 1) * sizeof *bars);

    if (bars == NULL)
        return NULL;
    bars[0] = 0;
    for (size_t i = 1; i <= count; i++)
        bars[i] = bars[i - 1] + 1 + (unsigned)(digits[i - 1] - '0');
    return bars;
}

int label_init(struct label *label, const char *name, const char *postcode)
{
    label->digits = strlen(postcode);
    label->name = capitals(name);
    label->bars = bars_of(postcode, label->digits);
    if (label->name == NULL || label->bars == NULL) {
        label_release(label);
        return -1;
    }
    return 0;
}

void label_print(const struct label *label)
{
    printf("to:  %s\n     |", label->name);
    for (size_t i = 1; i <= label->digits; i++)
        printf("%*s", (int)(label->bars[i] - label->bars[i - 1]), "|");
    printf("\n");
}

void label_release(struct label *label)
{
    free(label->name);
    free(label->bars);
    *label = (struct label){0};
}
