/* SPDX-License-Identifier: MIT
 *
 * Each format of graded submissions once, small enough to be swept: whichever
 * allocation fails, nothing leaks and nothing crashes. What is written: test_grades.c.
 */
#include <check.h>
#include <stdlib.h>

#include "report/grades.h"
#include "support/graded.h"
#include "support/suite.h"

START_TEST(each_format_is_written)
{
    const struct ll_grade_format *format = ll_grade_formats[_i];
    struct ll_graded graded;
    struct ll_buf out = LL_BUF_INIT;
    graded_build(&graded, "small");
    ck_assert_int_eq(format->one(&graded, &out, NULL), 0);
    ll_buf_release(&out);
    ll_graded_release(&graded);
}
END_TEST

int main(void)
{
    int count = 0;
    while (ll_grade_formats[count] != NULL)
        count++;
    Suite *suite = suite_create("formats");
    TCase *formats = case_create("formats");
    tcase_add_loop_test(formats, each_format_is_written, 0, count);
    suite_add_tcase(suite, formats);
    return suite_run(suite);
}
