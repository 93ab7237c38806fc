/* SPDX-License-Identifier: MIT
 *
 * test_post.c: what is accepted, and in which order it is delivered.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "post.h"

static char name[NAME_ROOM];

/* Deliver what other tests have left in the sack. */
static void empty_the_sack(void)
{
    while (post_deliver(name, sizeof name) > 0)
        continue;
}

START_TEST(a_letter_arrives_as_it_was_accepted)
{
    ck_assert_int_eq(post_accept("Ida", 20), 0);
    ck_assert_uint_eq(post_waiting(), 1);
    ck_assert_int_eq(post_deliver(name, sizeof name), 20);
    ck_assert_str_eq(name, "Ida");
    ck_assert_uint_eq(post_waiting(), 0);
}
END_TEST

START_TEST(the_oldest_letter_comes_first)
{
    ck_assert_int_eq(post_accept("Ida", 20), 0);
    ck_assert_int_eq(post_accept("Tom", 30), 0);
    ck_assert_int_eq(post_deliver(name, sizeof name), 20);
    ck_assert_int_eq(post_accept("Ben", 40), 0);
    ck_assert_int_eq(post_deliver(name, sizeof name), 30);
    ck_assert_int_eq(post_deliver(name, sizeof name), 40);
    ck_assert_str_eq(name, "Ben");
}
END_TEST

START_TEST(what_is_too_heavy_is_refused)
{
    ck_assert_int_eq(post_accept("Ida", GRAMS_MAX + 1), -1);
    ck_assert_uint_eq(post_waiting(), 0);
    ck_assert_int_eq(post_accept("Ida", GRAMS_MAX), 0);
}
END_TEST

START_TEST(a_name_that_is_too_long_is_refused)
{
    char longest[NAME_ROOM + 1];

    memset(longest, 'a', NAME_ROOM);
    longest[NAME_ROOM] = '\0';
    ck_assert_int_eq(post_accept(longest, 1), -1);
    longest[NAME_ROOM - 1] = '\0';
    ck_assert_int_eq(post_accept(longest, 1), 0);
    ck_assert_int_eq(post_deliver(name, sizeof name), 1);
    ck_assert_str_eq(name, longest);
}
END_TEST

START_TEST(a_full_sack_takes_no_more)
{
    for (int i = 1; i <= SACK_LETTERS; i++)
        ck_assert_int_eq(post_accept("Ida", i), 0);
    ck_assert_int_eq(post_accept("Tom", 1), -1);
    for (int i = 1; i <= SACK_LETTERS; i++)
        ck_assert_int_eq(post_deliver(name, sizeof name), i);
}
END_TEST

START_TEST(an_empty_sack_delivers_nothing)
{
    ck_assert_int_eq(post_deliver(name, sizeof name), 0);
    ck_assert_uint_eq(post_waiting(), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("post");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, NULL, empty_the_sack);
    tcase_add_test(behaviour, a_letter_arrives_as_it_was_accepted);
    tcase_add_test(behaviour, the_oldest_letter_comes_first);
    tcase_add_test(behaviour, what_is_too_heavy_is_refused);
    tcase_add_test(behaviour, a_name_that_is_too_long_is_refused);
    tcase_add_test(behaviour, a_full_sack_takes_no_more);
    tcase_add_test(behaviour, an_empty_sack_delivers_nothing);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
