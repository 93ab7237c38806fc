/* SPDX-License-Identifier: MIT
 *
 * recipe.h: a recipe and what goes into it.
 *
 * Life cycle: recipe_new(), then recipe_add(), recipe_leave_out() and recipe_grams(),
 * then recipe_free().
 */
#ifndef RECIPE_H
#define RECIPE_H

#include <stddef.h>

struct ingredient {
    char *name; /* owned */
    unsigned grams;
};

struct recipe {
    char *title;                    /* owned */
    struct ingredient *ingredients; /* owned, and so is each name in it */
    size_t count;                   /* how many ingredients there are */
};

/* Make a recipe without ingredients; `title` is copied. Returns a new recipe, free with
 * recipe_free(); NULL when memory ran out. */
struct recipe *recipe_new(const char *title);

/* Add an ingredient at the end; `name` is copied. Returns 0, or -1 when memory ran out:
 * the recipe is then as it was. */
int recipe_add(struct recipe *recipe, const char *name, unsigned grams);

/* Take the first ingredient called `name` out. Returns 0, or -1 when there is none. */
int recipe_leave_out(struct recipe *recipe, const char *name);

/* How much all ingredients weigh together. */
unsigned recipe_grams(const struct recipe *recipe);

/* Free the recipe and all it owns; NULL is allowed. */
void recipe_free(struct recipe *recipe);

#endif
