/* SPDX-License-Identifier: MIT
 *
 * test_recipe.c: how a recipe must behave, whoever owns its words.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "recipe.h"

static struct recipe *recipe;

static void set_up(void)
{
    recipe = recipe_new("Bread");
    ck_assert_ptr_nonnull(recipe);
    ck_assert_int_eq(recipe_add(recipe, "flour", 500), 0);
    ck_assert_int_eq(recipe_add(recipe, "water", 350), 0);
    ck_assert_int_eq(recipe_add(recipe, "salt", 10), 0);
}

static void tear_down(void)
{
    recipe_free(recipe);
}

/* The names of all ingredients must be those of `names`, in this order. */
static void expect(const char *const *names, size_t count)
{
    ck_assert_uint_eq(recipe->count, count);
    for (size_t i = 0; i < count; i++)
        ck_assert_str_eq(recipe->ingredients[i].name, names[i]);
}

START_TEST(ingredients_stay_in_order)
{
    expect((const char *const[]){"flour", "water", "salt"}, 3);
    ck_assert_str_eq(recipe->title, "Bread");
}
END_TEST

START_TEST(grams_add_up)
{
    ck_assert_uint_eq(recipe_grams(recipe), 860);
}
END_TEST

START_TEST(words_are_copied)
{
    char name[] = "seeds";

    ck_assert_int_eq(recipe_add(recipe, name, 30), 0);
    memset(name, 'x', sizeof name - 1);
    expect((const char *const[]){"flour", "water", "salt", "seeds"}, 4);
}
END_TEST

START_TEST(one_in_the_middle_can_be_left_out)
{
    ck_assert_int_eq(recipe_leave_out(recipe, "water"), 0);
    expect((const char *const[]){"flour", "salt"}, 2);
    ck_assert_uint_eq(recipe_grams(recipe), 510);
}
END_TEST

START_TEST(the_last_can_be_left_out)
{
    ck_assert_int_eq(recipe_leave_out(recipe, "salt"), 0);
    expect((const char *const[]){"flour", "water"}, 2);
}
END_TEST

START_TEST(all_can_be_left_out)
{
    ck_assert_int_eq(recipe_leave_out(recipe, "flour"), 0);
    ck_assert_int_eq(recipe_leave_out(recipe, "salt"), 0);
    ck_assert_int_eq(recipe_leave_out(recipe, "water"), 0);
    ck_assert_uint_eq(recipe->count, 0);
    ck_assert_int_eq(recipe_leave_out(recipe, "water"), -1);
}
END_TEST

START_TEST(what_is_not_in_it_cannot_be_left_out)
{
    ck_assert_int_eq(recipe_leave_out(recipe, "sugar"), -1);
    expect((const char *const[]){"flour", "water", "salt"}, 3);
}
END_TEST

START_TEST(what_was_left_out_can_be_added_again)
{
    ck_assert_int_eq(recipe_leave_out(recipe, "flour"), 0);
    ck_assert_int_eq(recipe_add(recipe, "flour", 600), 0);
    expect((const char *const[]){"water", "salt", "flour"}, 3);
}
END_TEST

START_TEST(no_recipe_can_be_freed)
{
    recipe_free(NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("recipe");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, ingredients_stay_in_order);
    tcase_add_test(behaviour, grams_add_up);
    tcase_add_test(behaviour, words_are_copied);
    tcase_add_test(behaviour, one_in_the_middle_can_be_left_out);
    tcase_add_test(behaviour, the_last_can_be_left_out);
    tcase_add_test(behaviour, all_can_be_left_out);
    tcase_add_test(behaviour, what_is_not_in_it_cannot_be_left_out);
    tcase_add_test(behaviour, what_was_left_out_can_be_added_again);
    tcase_add_test(behaviour, no_recipe_can_be_freed);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
