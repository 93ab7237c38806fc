/* SPDX-License-Identifier: MIT
 *
 * test_pond.c: how ducks must behave, whoever owns their memory.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "pond.h"

static struct pond *pond;
static struct duck *other;
static int times;         /* how often a duck was startled */
static char startled[16]; /* the first letters of those ducks */

static void set_up(void)
{
    pond = pond_new();
    ck_assert_ptr_nonnull(pond);
    other = NULL;
    times = 0;
    startled[0] = '\0';
}

static void tear_down(void)
{
    pond_free(pond);
}

static struct duck *land(const char *name, duck_startled *function)
{
    struct duck *duck = pond_land(pond, name, function);

    ck_assert_ptr_nonnull(duck);
    return duck;
}

static void note(struct pond *ours, struct duck *duck)
{
    ck_assert_ptr_eq(ours, pond);
    times++;
    strncat(startled, duck_name(duck), 1);
}

static void leave(struct pond *ours, struct duck *duck)
{
    note(ours, duck);
    pond_leave(ours, duck);
}

static void send_other_away(struct pond *ours, struct duck *duck)
{
    note(ours, duck);
    if (other != NULL)
        pond_leave(ours, other);
    other = NULL;
}

START_TEST(a_new_pond_is_empty)
{
    ck_assert_uint_eq(pond_count(pond), 0);
    pond_splash(pond);
    ck_assert_str_eq(startled, "");
}
END_TEST

START_TEST(ducks_are_startled_in_order)
{
    land("a", note);
    land("b", NULL);
    land("c", note);
    pond_splash(pond);
    pond_splash(pond);
    ck_assert_str_eq(startled, "acac");
    ck_assert_uint_eq(pond_count(pond), 3);
}
END_TEST

START_TEST(a_duck_may_leave_in_peace)
{
    struct duck *duck;

    land("a", note);
    duck = land("b", note);
    land("c", note);
    pond_leave(pond, duck);
    ck_assert_uint_eq(pond_count(pond), 2);
    pond_splash(pond);
    ck_assert_str_eq(startled, "ac");
}
END_TEST

START_TEST(all_may_leave_in_one_splash)
{
    land("a", leave);
    land("b", leave);
    land("c", leave);
    pond_splash(pond);
    ck_assert_str_eq(startled, "abc");
    ck_assert_uint_eq(pond_count(pond), 0);
    pond_splash(pond);
    ck_assert_str_eq(startled, "abc");
}
END_TEST

START_TEST(who_has_been_sent_away_is_not_startled)
{
    land("a", send_other_away);
    other = land("b", note);
    land("c", note);
    pond_splash(pond);
    ck_assert_int_eq(times, 2);
    ck_assert_str_eq(startled, "ac");
    ck_assert_uint_eq(pond_count(pond), 2);
}
END_TEST

START_TEST(the_last_may_be_sent_away)
{
    land("a", note);
    land("b", send_other_away);
    other = land("c", note);
    pond_splash(pond);
    ck_assert_int_eq(times, 2);
    ck_assert_str_eq(startled, "ab");
}
END_TEST

START_TEST(who_was_startled_may_be_sent_away)
{
    other = land("a", note);
    land("b", send_other_away);
    land("c", note);
    pond_splash(pond);
    pond_splash(pond);
    ck_assert_str_eq(startled, "abcbc");
}
END_TEST

START_TEST(names_are_copied_and_may_be_cut)
{
    char name[] = "a name too long for a duck";
    struct duck *duck = land(name, NULL);

    memset(name, 'x', sizeof name - 1);
    ck_assert_str_eq(duck_name(duck), "a name too long");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pond");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, a_new_pond_is_empty);
    tcase_add_test(behaviour, ducks_are_startled_in_order);
    tcase_add_test(behaviour, a_duck_may_leave_in_peace);
    tcase_add_test(behaviour, all_may_leave_in_one_splash);
    tcase_add_test(behaviour, who_has_been_sent_away_is_not_startled);
    tcase_add_test(behaviour, the_last_may_be_sent_away);
    tcase_add_test(behaviour, who_was_startled_may_be_sent_away);
    tcase_add_test(behaviour, names_are_copied_and_may_be_cut);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
