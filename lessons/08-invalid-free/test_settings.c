/* SPDX-License-Identifier: MIT
 *
 * test_settings.c: how settings must behave, wherever their memory is.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "settings.h"

static struct settings settings;

static void set_up(void)
{
    ck_assert_int_eq(settings_init(&settings), 0);
}

static void tear_down(void)
{
    settings_release(&settings);
}

START_TEST(every_setting_has_a_default)
{
    ck_assert_str_eq(settings.value[SETTING_PLAYER], "somebody");
    ck_assert_str_eq(settings.value[SETTING_WORLD], "the meadow");
}
END_TEST

START_TEST(a_line_sets_one_setting)
{
    ck_assert_int_eq(settings_read(&settings, "player=Ada"), 1);
    ck_assert_str_eq(settings.value[SETTING_PLAYER], "Ada");
    ck_assert_str_eq(settings.value[SETTING_WORLD], "the meadow");
}
END_TEST

START_TEST(blanks_around_key_and_value_do_not_count)
{
    ck_assert_int_eq(settings_read(&settings, "  world  =  the sea   "), 1);
    ck_assert_str_eq(settings.value[SETTING_WORLD], "the sea");
}
END_TEST

START_TEST(a_value_may_be_empty)
{
    ck_assert_int_eq(settings_read(&settings, "player ="), 1);
    ck_assert_str_eq(settings.value[SETTING_PLAYER], "");
    ck_assert_int_eq(settings_read(&settings, "world =   "), 1);
    ck_assert_str_eq(settings.value[SETTING_WORLD], "");
}
END_TEST

START_TEST(the_last_line_counts)
{
    ck_assert_int_eq(settings_read(&settings, "player = Ada"), 1);
    ck_assert_int_eq(settings_read(&settings, "player = Grace"), 1);
    ck_assert_str_eq(settings.value[SETTING_PLAYER], "Grace");
}
END_TEST

START_TEST(other_lines_set_nothing)
{
    ck_assert_int_eq(settings_read(&settings, ""), 0);
    ck_assert_int_eq(settings_read(&settings, "player"), 0);
    ck_assert_int_eq(settings_read(&settings, "weather = rain"), 0);
    ck_assert_str_eq(settings.value[SETTING_PLAYER], "somebody");
}
END_TEST

START_TEST(long_lines_are_kept_whole)
{
    char line[1000];

    memset(line, 'n', sizeof line);
    memcpy(line, "world = ", 8);
    line[sizeof line - 1] = '\0';
    ck_assert_int_eq(settings_read(&settings, line), 1);
    ck_assert_str_eq(settings.value[SETTING_WORLD], line + 8);
}
END_TEST

START_TEST(the_line_is_only_read)
{
    char line[] = " player = Ada ";

    ck_assert_int_eq(settings_read(&settings, line), 1);
    ck_assert_str_eq(line, " player = Ada ");
    line[10] = 'O';
    ck_assert_str_eq(settings.value[SETTING_PLAYER], "Ada");
}
END_TEST

START_TEST(released_settings_are_empty)
{
    settings_release(&settings);
    for (int i = 0; i < SETTINGS; i++)
        ck_assert_ptr_null(settings.value[i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("settings");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, every_setting_has_a_default);
    tcase_add_test(behaviour, a_line_sets_one_setting);
    tcase_add_test(behaviour, blanks_around_key_and_value_do_not_count);
    tcase_add_test(behaviour, a_value_may_be_empty);
    tcase_add_test(behaviour, the_last_line_counts);
    tcase_add_test(behaviour, other_lines_set_nothing);
    tcase_add_test(behaviour, long_lines_are_kept_whole);
    tcase_add_test(behaviour, the_line_is_only_read);
    tcase_add_test(behaviour, released_settings_are_empty);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
