/* SPDX-License-Identifier: MIT
 *
 * test_game.c: what the player types, and what is answered.
 */
#include <check.h>
#include <stdlib.h>

#include "game.h"

static struct game *game;

static void set_up(void)
{
    game = game_new();
    ck_assert_ptr_nonnull(game);
}

static void tear_down(void)
{
    game_free(game);
}

static void type(const char *line, const char *answer)
{
    ck_assert_str_eq(game_do(game, line), answer);
}

START_TEST(a_room_shows_its_things)
{
    type("look", "You are in the kitchen: apple, key, dirty lamp.");
    type("go", "You are in the garden: rope.");
    type("go", "You are in the kitchen: apple, key, dirty lamp.");
}
END_TEST

START_TEST(an_unknown_word_is_told)
{
    type("sing", "You cannot do that.");
    type("looking", "You cannot do that.");
    type("take piano", "There is no piano here.");
    type("drop apple", "You have no apple.");
}
END_TEST

START_TEST(things_are_carried_from_room_to_room)
{
    type("take key", "You have the key.");
    type("go", "You are in the garden: rope.");
    type("drop key", "The key lies in the garden.");
    type("look", "You are in the garden: key, rope.");
}
END_TEST

START_TEST(a_take_is_undone)
{
    type("take key", "You have the key.");
    type("go", "You are in the garden: rope.");
    type("undo", "The key is back in the kitchen.");
    type("undo", "There is nothing to undo.");
    type("go", "You are in the kitchen: key, apple, dirty lamp.");
}
END_TEST

START_TEST(a_diary_has_pages)
{
    type("read", "The diary is empty.");
    type("write It rains", "You write it down.");
    type("write A cat", "You write it down.");
    type("read", "A cat / It rains");
    type("tear", "The page is out.");
    type("read", "It rains");
    type("tear", "The page is out.");
    type("tear", "The diary is empty.");
}
END_TEST

START_TEST(a_thing_gets_another_name)
{
    type("call apple pear", "It is called pear now.");
    type("call apple pear", "There is no apple here.");
    type("call apple", "Call what, and how?");
    type("take pear", "You have the pear.");
}
END_TEST

START_TEST(the_bag_is_listed_in_order)
{
    type("take key", "You have the key.");
    type("take apple", "You have the apple.");
    type("bag", "You have: apple key");
}
END_TEST

START_TEST(an_empty_bag_is_told)
{
    type("bag", "Your bag is empty.");
}
END_TEST

START_TEST(a_drop_is_undone)
{
    type("take key", "You have the key.");
    type("drop key", "The key lies in the kitchen.");
    type("undo", "The key of the kitchen is yours again.");
    type("look", "You are in the kitchen: apple, dirty lamp.");
}
END_TEST

START_TEST(a_drop_is_undone_from_the_other_room)
{
    type("take key", "You have the key.");
    type("drop key", "The key lies in the kitchen.");
    type("go", "You are in the garden: rope.");
    type("undo", "The key of the kitchen is yours again.");
    type("drop key", "The key lies in the garden.");
}
END_TEST

START_TEST(a_page_is_put_back)
{
    type("write It rains", "You write it down.");
    type("write A cat", "You write it down.");
    type("tear", "The page is out.");
    type("undo", "The page is back.");
    type("read", "A cat / It rains");
}
END_TEST

START_TEST(an_old_name_comes_back)
{
    type("call apple pear", "It is called pear now.");
    type("call pear fruit", "It is called fruit now.");
    type("undo", "It is called pear again.");
    type("take pear", "You have the pear.");
}
END_TEST

START_TEST(a_dirty_thing_is_washed)
{
    type("wash dirty lamp", "It is a fine lamp.");
    type("wash lamp", "The lamp is clean.");
    type("take lamp", "You have the lamp.");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("game");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, a_room_shows_its_things);
    tcase_add_test(behaviour, an_unknown_word_is_told);
    tcase_add_test(behaviour, things_are_carried_from_room_to_room);
    tcase_add_test(behaviour, a_take_is_undone);
    tcase_add_test(behaviour, a_diary_has_pages);
    tcase_add_test(behaviour, a_thing_gets_another_name);
    tcase_add_test(behaviour, the_bag_is_listed_in_order);
    tcase_add_test(behaviour, an_empty_bag_is_told);
    tcase_add_test(behaviour, a_drop_is_undone);
    tcase_add_test(behaviour, a_drop_is_undone_from_the_other_room);
    tcase_add_test(behaviour, a_page_is_put_back);
    tcase_add_test(behaviour, an_old_name_comes_back);
    tcase_add_test(behaviour, a_dirty_thing_is_washed);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
