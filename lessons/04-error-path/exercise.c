/* SPDX-License-Identifier: MIT
 *
 * exercise.c: a recipe that is imported whole or not at all. Good recipes are imported
 * well; those that are refused lose memory. Mend it.
 */
#include "recipe.h"

#include <stdlib.h>
#include <string.h>

/* Take "flour 250" apart. Returns 0, and the ingredient's name has to be freed; or -1
 * when the line is not in order or memory ran out: there is then nothing to free. */
static int ingredient_read(struct ingredient *ingredient, const char *line)
{
    size_t length = strcspn(line, " ");
    unsigned long grams;
    char *name = strndup(line, length);

    if (name == NULL)
        return -1;
    grams = strtoul(line + length, NULL, 10);
    if (grams == 0 || grams > 10000)
        return -1;
    *ingredient = (struct ingredient){name, (unsigned)grams};
    return 0;
}

int recipe_import(struct recipe *recipe, const char *text)
{
    char *copy = strdup(text);
    char *rest, *line;

    *recipe = (struct recipe){0};
    if (copy == NULL)
        return -1;
    line = strtok_r(copy, "\n", &rest);
    if (line == NULL) {
        free(copy);
        return -1;
    }
    recipe->title = strdup(line);
    if (recipe->title == NULL) {
        free(copy);
        return -1;
    }

    while ((line = strtok_r(NULL, "\n", &rest)) != NULL) {
        if (recipe->count == INGREDIENTS_MAX ||
            ingredient_read(&recipe->ingredients[recipe->count], line) != 0) {
            recipe_release(recipe);
            return -1;
        }
        recipe->count++;
    }
    free(copy);
    return 0;
}

void recipe_release(struct recipe *recipe)
{
    for (size_t i = 0; i < recipe->count; i++)
        free(recipe->ingredients[i].name);
    free(recipe->title);
    *recipe = (struct recipe){0};
}
