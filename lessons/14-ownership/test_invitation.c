/* SPDX-License-Identifier: MIT
 *
 * test_invitation.c: how invitations must read, whoever owns their memory.
 */
#include <check.h>
#include <stdlib.h>

#include "invitation.h"

START_TEST(a_letter_names_guest_and_place)
{
    char *letter = invitation_text("Ada", "the harbour", NULL);

    ck_assert_str_eq(letter, "Dear Ada\nCome to the harbour.\n");
    free(letter);
}
END_TEST

START_TEST(a_sentence_more_stands_at_the_end)
{
    char *letter = invitation_text("Ada", "the harbour", "Do.");

    ck_assert_str_eq(letter, "Dear Ada\nCome to the harbour.\nDo.\n");
    free(letter);
}
END_TEST

START_TEST(the_subject_is_the_first_line)
{
    char *subject = invitation_subject("one\ntwo\n");

    ck_assert_str_eq(subject, "one");
    free(subject);
}
END_TEST

START_TEST(a_letter_without_a_line_end_is_all_subject)
{
    char *subject = invitation_subject("one");

    ck_assert_str_eq(subject, "one");
    free(subject);
}
END_TEST

START_TEST(the_subject_is_counted)
{
    ck_assert_uint_eq(invitation_subject_length("Dear Ada\nCome.\n"), 8);
    ck_assert_uint_eq(invitation_subject_length("\nCome.\n"), 0);
}
END_TEST

START_TEST(the_letter_is_only_read)
{
    char *letter = invitation_text("Ada", "the harbour", NULL);

    ck_assert_ptr_nonnull(letter);
    ck_assert_uint_eq(invitation_subject_length(letter), 8);
    ck_assert_str_eq(letter, "Dear Ada\nCome to the harbour.\n");
    free(letter);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("invitation");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, a_letter_names_guest_and_place);
    tcase_add_test(behaviour, a_sentence_more_stands_at_the_end);
    tcase_add_test(behaviour, the_subject_is_the_first_line);
    tcase_add_test(behaviour, a_letter_without_a_line_end_is_all_subject);
    tcase_add_test(behaviour, the_subject_is_counted);
    tcase_add_test(behaviour, the_letter_is_only_read);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
