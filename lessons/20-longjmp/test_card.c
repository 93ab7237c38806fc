/* SPDX-License-Identifier: MIT
 *
 * test_card.c: how a card is written, and when there is none.
 */
#include <check.h>
#include <stdlib.h>

#include "card.h"

static const struct guest ida = {"Ida", "the round table"};

static void check_card(const char *sample, const char *wanted)
{
    char *text = card_write(sample, &ida);

    ck_assert_ptr_nonnull(text);
    ck_assert_str_eq(text, wanted);
    free(text);
}

START_TEST(fields_are_replaced)
{
    check_card("{name}: {table}", "Ida: the round table");
    check_card("{table}{name}", "the round tableIda");
}
END_TEST

START_TEST(other_words_stay)
{
    check_card("A feast for all.", "A feast for all.");
    check_card("", "");
}
END_TEST

START_TEST(a_field_may_stay_open_at_the_end)
{
    check_card("for {name", "for Ida");
}
END_TEST

START_TEST(an_unknown_field_gives_no_card)
{
    ck_assert_ptr_null(card_write("{partner}", &ida));
    ck_assert_ptr_null(card_write("{name} and {partner}", &ida));
    ck_assert_ptr_null(card_write("{}", &ida));
}
END_TEST

START_TEST(after_a_card_given_up_the_next_is_written)
{
    ck_assert_ptr_null(card_write("{nam}", &ida));
    check_card("{name}", "Ida");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("card");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, fields_are_replaced);
    tcase_add_test(behaviour, other_words_stay);
    tcase_add_test(behaviour, a_field_may_stay_open_at_the_end);
    tcase_add_test(behaviour, an_unknown_field_gives_no_card);
    tcase_add_test(behaviour, after_a_card_given_up_the_next_is_written);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
