/* SPDX-License-Identifier: MIT
 *
 * A Check suite: if the second allocation of `two` fails, the first one is lost. */
#include <check.h>
#include <stdlib.h>

#include "copy.h"
#include "pair.h"

START_TEST(one)
{
    char *copy = copy_text("abc");
    ck_assert_ptr_nonnull(copy);
    ck_assert_str_eq(copy, "abc");
    free(copy);
}
END_TEST

START_TEST(two)
{
    struct pair *pair = pair_new("a", "b");
    ck_assert_ptr_nonnull(pair);
    pair_free(pair);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pairs");
    TCase *all = tcase_create("all");
    tcase_add_test(all, one);
    tcase_add_test(all, two);
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed;
}
