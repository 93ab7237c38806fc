/* SPDX-License-Identifier: MIT
 *
 * test_recipe.c: how recipes must be imported, or refused, whatever becomes of the
 * memory.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "recipe.h"

static struct recipe recipe;

START_TEST(title_and_ingredients_are_imported)
{
    ck_assert_int_eq(recipe_import(&recipe, "Dough\nflour 500\nwater 300"), 0);
    ck_assert_str_eq(recipe.title, "Dough");
    ck_assert_uint_eq(recipe.count, 2);
    ck_assert_str_eq(recipe.ingredients[0].name, "flour");
    ck_assert_uint_eq(recipe.ingredients[0].grams, 500);
    ck_assert_str_eq(recipe.ingredients[1].name, "water");
    ck_assert_uint_eq(recipe.ingredients[1].grams, 300);
    recipe_release(&recipe);
}
END_TEST

START_TEST(a_title_alone_is_a_recipe)
{
    ck_assert_int_eq(recipe_import(&recipe, "Nothing\n"), 0);
    ck_assert_uint_eq(recipe.count, 0);
    recipe_release(&recipe);
}
END_TEST

START_TEST(the_text_is_only_read)
{
    char text[] = "Dough\nflour 500\n";

    ck_assert_int_eq(recipe_import(&recipe, text), 0);
    ck_assert_str_eq(text, "Dough\nflour 500\n");
    memset(text, 'x', sizeof text - 1);
    ck_assert_str_eq(recipe.title, "Dough");
    ck_assert_str_eq(recipe.ingredients[0].name, "flour");
    recipe_release(&recipe);
}
END_TEST

START_TEST(what_is_not_in_order_is_refused)
{
    static const char *const texts[] = {
        "",                                /* no title */
        "Dough\nflour\n",                  /* no amount */
        "Dough\nflour 0\n",                /* none of it */
        "Dough\nflour much\nwater 300\n",  /* not an amount */
        "Dough\nwater 300\nflour 10001\n", /* too much */
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        ck_assert_msg(recipe_import(&recipe, texts[i]) == -1,
                      "text %zu was not refused", i);
}
END_TEST

START_TEST(there_may_be_twenty_ingredients)
{
    char text[200] = "Soup";

    for (int i = 0; i < INGREDIENTS_MAX; i++)
        strcat(text, "\npea 1");
    ck_assert_int_eq(recipe_import(&recipe, text), 0);
    ck_assert_uint_eq(recipe.count, INGREDIENTS_MAX);
    recipe_release(&recipe);
    strcat(text, "\npea 1");
    ck_assert_int_eq(recipe_import(&recipe, text), -1);
}
END_TEST

START_TEST(a_released_recipe_is_empty)
{
    ck_assert_int_eq(recipe_import(&recipe, "Dough\nflour 500\n"), 0);
    recipe_release(&recipe);
    ck_assert_uint_eq(recipe.count, 0);
    ck_assert_ptr_null(recipe.title);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("recipe");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, title_and_ingredients_are_imported);
    tcase_add_test(behaviour, a_title_alone_is_a_recipe);
    tcase_add_test(behaviour, the_text_is_only_read);
    tcase_add_test(behaviour, what_is_not_in_order_is_refused);
    tcase_add_test(behaviour, there_may_be_twenty_ingredients);
    tcase_add_test(behaviour, a_released_recipe_is_empty);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
