/* SPDX-License-Identifier: MIT
 *
 * recipe_main.c: pancakes, and for today without sugar.
 */
#include <stdio.h>
#include <stdlib.h>

#include "recipe.h"

static const struct {
    const char *name;
    unsigned grams;
} ingredients[] = {{"flour", 250}, {"sugar", 40}, {"milk", 500}, {"eggs", 120}};
enum { INGREDIENTS = sizeof ingredients / sizeof ingredients[0] };

int main(void)
{
    struct recipe *recipe = recipe_new("Pancakes");
    int status = EXIT_SUCCESS;

    if (recipe == NULL) {
        fprintf(stderr, "no memory for a recipe\n");
        return EXIT_FAILURE;
    }
    for (size_t i = 0; i < INGREDIENTS; i++)
        if (recipe_add(recipe, ingredients[i].name, ingredients[i].grams) != 0) {
            fprintf(stderr, "no memory for the %s\n", ingredients[i].name);
            status = EXIT_FAILURE;
        }
    printf("%s: %u g\n", recipe->title, recipe_grams(recipe));
    if (recipe_leave_out(recipe, "sugar") == 0)
        printf("without sugar: %u g\n", recipe_grams(recipe));
    recipe_free(recipe);
    return status;
}
