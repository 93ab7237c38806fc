/* SPDX-License-Identifier: MIT
 *
 * test_hall.c: how ballots are counted at several tables.
 */
#include <check.h>
#include <stdlib.h>

#include "hall.h"

static struct hall *hall;

static void set_up(void)
{
    hall = hall_open();
    ck_assert_ptr_nonnull(hall);
}

static void tear_down(void)
{
    hall_close(hall);
}

static void expect(const char *const *ballots, size_t count, size_t tables, size_t yes,
                   size_t no, size_t void_ones)
{
    struct result result = {99, 99, 99, NULL};

    ck_assert_int_eq(hall_count(hall, ballots, count, tables, &result), 0);
    ck_assert_uint_eq(result.yes, yes);
    ck_assert_uint_eq(result.no, no);
    ck_assert_uint_eq(result.void_ones, void_ones);
}

START_TEST(one_table_counts_all)
{
    const char *const ballots[] = {"yes", "no", "yes"};

    expect(ballots, 3, 1, 2, 1, 0);
}
END_TEST

START_TEST(case_and_blanks_do_not_matter)
{
    const char *const ballots[] = {" Yes", "NO ", "  yEs  "};

    expect(ballots, 3, 2, 2, 1, 0);
}
END_TEST

START_TEST(other_words_are_void)
{
    const char *const ballots[] = {"yesterday", "", "n",
                                   "a word that is longer than a table"
                                   " has room for on its sheet"};

    expect(ballots, 4, 4, 0, 0, 4);
}
END_TEST

START_TEST(the_first_void_ballot_is_told)
{
    const char *const ballots[] = {"yes", " No!", "Never", "no"};
    struct result result;

    ck_assert_int_eq(hall_count(hall, ballots, 4, 2, &result), 0);
    ck_assert_str_eq(result.strange, "never");
    ck_assert_int_eq(hall_count(hall, ballots, 1, 2, &result), 0);
    ck_assert_ptr_null(result.strange);
}
END_TEST

START_TEST(more_tables_than_ballots_are_allowed)
{
    const char *const ballots[] = {"no"};

    expect(ballots, 1, 8, 0, 1, 0);
    expect(ballots, 0, 3, 0, 0, 0);
}
END_TEST

START_TEST(there_is_a_least_and_a_most_of_tables)
{
    struct result result;

    ck_assert_int_eq(hall_count(hall, NULL, 0, 0, &result), -1);
    ck_assert_int_eq(hall_count(hall, NULL, 0, 9, &result), -1);
}
END_TEST

START_TEST(a_hall_counts_one_vote_after_the_other)
{
    const char *const ballots[] = {"yes", "no", "yes", "yes", "void"};

    for (int i = 0; i < 10; i++)
        expect(ballots, 5, 4, 3, 1, 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("hall");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, one_table_counts_all);
    tcase_add_test(behaviour, case_and_blanks_do_not_matter);
    tcase_add_test(behaviour, other_words_are_void);
    tcase_add_test(behaviour, the_first_void_ballot_is_told);
    tcase_add_test(behaviour, more_tables_than_ballots_are_allowed);
    tcase_add_test(behaviour, there_is_a_least_and_a_most_of_tables);
    tcase_add_test(behaviour, a_hall_counts_one_vote_after_the_other);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
