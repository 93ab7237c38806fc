/* SPDX-License-Identifier: MIT
 *
 * recipe_main.c: import two recipes; the second wants salt, but does not say how much.
 */
#include <stdio.h>
#include <stdlib.h>

#include "recipe.h"

static const char *const texts[] = {
    "Pancakes\nflour 250\nmilk 400\neggs 180\n",
    "Porridge\noats 80\nsalt a little\nmilk 250\n",
};
enum { TEXTS = sizeof texts / sizeof texts[0] };

int main(void)
{
    for (size_t i = 0; i < TEXTS; i++) {
        struct recipe recipe;

        if (recipe_import(&recipe, texts[i]) != 0) {
            printf("recipe %zu: not imported\n", i + 1);
            continue;
        }
        printf("recipe %zu: %s, of", i + 1, recipe.title);
        for (size_t j = 0; j < recipe.count; j++)
            printf(" %s (%u g)", recipe.ingredients[j].name,
                   recipe.ingredients[j].grams);
        printf("\n");
        recipe_release(&recipe);
    }
    return EXIT_SUCCESS;
}
