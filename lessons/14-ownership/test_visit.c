/* SPDX-License-Identifier: MIT
 *
 * test_visit.c: how visits must behave, whoever owns their memory.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "visit.h"

static FILE *log_of(char *text)
{
    FILE *log = fmemopen(text, strlen(text), "r");

    ck_assert_ptr_nonnull(log);
    return log;
}

START_TEST(a_visit_has_a_time_and_a_name)
{
    char text[] = "09:15 Ada Lovelace\n";
    FILE *log = log_of(text);
    struct visit visit;

    ck_assert_int_eq(visit_read(log, &visit), 1);
    ck_assert_str_eq(visit.time, "09:15");
    ck_assert_str_eq(visit_name(&visit), "Ada Lovelace");
    visit_release(&visit);
    fclose(log);
}
END_TEST

START_TEST(visits_come_in_order)
{
    char text[] = "1 a\n2 b\n3 c";
    static const char *const names[] = {"a", "b", "c"};
    FILE *log = log_of(text);
    struct visit visit;

    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(visit_read(log, &visit), 1);
        ck_assert_str_eq(visit_name(&visit), names[i]);
        visit_release(&visit);
    }
    ck_assert_int_eq(visit_read(log, &visit), 0);
    fclose(log);
}
END_TEST

START_TEST(lines_without_a_name_are_passed_over)
{
    char text[] = "09:00\n\n  \n09:01 x\n";
    FILE *log = log_of(text);
    struct visit visit;

    ck_assert_int_eq(visit_read(log, &visit), 1);
    ck_assert_str_eq(visit.time, "09:01");
    visit_release(&visit);
    ck_assert_int_eq(visit_read(log, &visit), 0);
    fclose(log);
}
END_TEST

START_TEST(long_names_are_kept_whole)
{
    char text[1000];
    FILE *log;
    struct visit visit;

    memset(text, 'n', sizeof text);
    memcpy(text, "9 ", 2);
    text[sizeof text - 1] = '\0';
    log = log_of(text);
    ck_assert_int_eq(visit_read(log, &visit), 1);
    ck_assert_uint_eq(strlen(visit_name(&visit)), sizeof text - 3);
    visit_release(&visit);
    fclose(log);
}
END_TEST

START_TEST(a_description_is_a_text_of_its_own)
{
    char text[] = "09:15 Ada Lovelace\n";
    FILE *log = log_of(text);
    struct visit visit;

    ck_assert_int_eq(visit_read(log, &visit), 1);
    char *words = visit_describe(&visit);
    ck_assert_str_eq(words, "Ada Lovelace came at 09:15");
    free(words);
    visit_release(&visit);
    fclose(log);
}
END_TEST

START_TEST(a_released_visit_is_empty)
{
    char text[] = "1 a\n";
    FILE *log = log_of(text);
    struct visit visit;

    ck_assert_int_eq(visit_read(log, &visit), 1);
    visit_release(&visit);
    ck_assert_ptr_null(visit.name);
    ck_assert_ptr_null(visit.time);
    fclose(log);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("visit");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, a_visit_has_a_time_and_a_name);
    tcase_add_test(behaviour, visits_come_in_order);
    tcase_add_test(behaviour, lines_without_a_name_are_passed_over);
    tcase_add_test(behaviour, long_names_are_kept_whole);
    tcase_add_test(behaviour, a_description_is_a_text_of_its_own);
    tcase_add_test(behaviour, a_released_visit_is_empty);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
