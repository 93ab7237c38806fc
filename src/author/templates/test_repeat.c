/* SPDX-License-Identifier: MIT
 *
 * test_repeat.c: how repeat must behave.
 */
#include <check.h>
#include <stdlib.h>

#include "repeat.h"

static void assert_repeats(const char *text, size_t times, const char *wanted)
{
    char *whole = repeat(text, times);

    ck_assert_ptr_nonnull(whole);
    ck_assert_str_eq(whole, wanted);
    free(whole);
}

START_TEST(a_text_is_repeated)
{
    assert_repeats("ab", 3, "ababab");
    assert_repeats("x", 1, "x");
}
END_TEST

START_TEST(nothing_gives_an_empty_text)
{
    assert_repeats("ab", 0, "");
    assert_repeats("", 5, "");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("repeat");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, a_text_is_repeated);
    tcase_add_test(behaviour, nothing_gives_an_empty_text);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
