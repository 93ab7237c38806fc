/* SPDX-License-Identifier: MIT
 *
 * recipe.h: a recipe, imported from a text:
 *
 *     Pancakes          its title
 *     flour 250         what goes into it, and how many grams
 *     milk 400
 *
 * Life cycle: recipe_import(), then reading, then recipe_release().
 */
#ifndef RECIPE_H
#define RECIPE_H

#include <stddef.h>

enum { INGREDIENTS_MAX = 20 };

struct ingredient {
    char *name; /* owned by the ingredient */
    unsigned grams;
};

struct recipe {
    char *title;                                    /* owned by the recipe */
    struct ingredient ingredients[INGREDIENTS_MAX]; /* owned by the recipe */
    size_t count;
};

/* Import `text`, which is only read and stays the caller's. Returns 0, and the recipe
 * has to be released; or -1 when a line is not in order or memory ran out: there is
 * then nothing to release. */
int recipe_import(struct recipe *recipe, const char *text);

/* Free what the recipe owns; it is then empty. */
void recipe_release(struct recipe *recipe);

#endif
