/* SPDX-License-Identifier: MIT
 *
 * exercise.c: recipes, of which some words stay behind. Mend it.
 */
#define _POSIX_C_SOURCE 200809L
#include "recipe.h"

#include <stdlib.h>
#include <string.h>

struct recipe *recipe_new(const char *title)
{
    struct recipe *recipe = malloc(sizeof *recipe);

    if (recipe == NULL)
        return NULL;
    *recipe = (struct recipe){0};
    recipe->title = strdup(title);
    if (recipe->title == NULL) {
        free(recipe);
        return NULL;
    }
    return recipe;
}

int recipe_add(struct recipe *recipe, const char *name, unsigned grams)
{
    size_t size = (recipe->count + 1) * sizeof *recipe->ingredients;
    struct ingredient *ingredients = realloc(recipe->ingredients, size);
    char *copy;

    if (ingredients == NULL)
        return -1;
    recipe->ingredients = ingredients;
    copy = strdup(name);
    if (copy == NULL)
        return -1;
    ingredients[recipe->count++] = (struct ingredient){copy, grams};
    return 0;
}

int recipe_leave_out(struct recipe *recipe, const char *name)
{
    struct ingredient *all = recipe->ingredients;
    size_t i = 0;

    while (i < recipe->count && strcmp(all[i].name, name) != 0)
        i++;
    if (i == recipe->count)
        return -1;
    for (recipe->count--; i < recipe->count; i++)
        all[i] = all[i + 1];
    return 0;
}

unsigned recipe_grams(const struct recipe *recipe)
{
    unsigned grams = 0;

    for (size_t i = 0; i < recipe->count; i++)
        grams += recipe->ingredients[i].grams;
    return grams;
}

void recipe_free(struct recipe *recipe)
{
    if (recipe == NULL)
        return;
    free(recipe->ingredients);
    free(recipe);
}
