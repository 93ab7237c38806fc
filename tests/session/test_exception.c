/* SPDX-License-Identifier: MIT
 *
 * Which exception ended a script, read from what Python printed. */
#include <check.h>
#include <string.h>

#include "session/exception.h"
#include "support/suite.h"
#include "tools/tool.h"

/* What is said when a script /here/use.py prints `output` and exits with `status`. */
static void check_said(const char *output, int status, const char *said)
{
    struct ll_subject subject = {0};
    struct ll_buf out = LL_BUF_INIT;
    ll_strings_add(&subject.scripts, "/here/use.py");
    struct ll_run run = {.tool = ll_tool_find("asan"),
                         .interpreted = true,
                         .output = (char *)(uintptr_t)output,
                         .ended = {.how = LL_END_EXITED, .status = status}};
    const struct ll_result result = {.subject = &subject, .runs = &run, .run_count = 1};
    ck_assert(ll_exception_say(&result, &out) == (said[0] != '\0'));
    ck_assert_str_eq(ll_buf_text(&out), said);
    ll_buf_clear(&out);
    run.interpreted = false; /* a program that prints such a text */
    ck_assert(!ll_exception_say(&result, &out) && out.len == 0);
    ll_buf_release(&out);
    ll_strings_release(&subject.scripts);
}

#define TRACE "Traceback (most recent call last):\n"

START_TEST(the_innermost_line_of_the_script_is_told)
{
    check_said("before\n" TRACE "  File \"/here/use.py\", line 10, in <module>\n"
               "    work(2)\n"
               "    ^^^^^^^\n"
               "  File \"use.py\", line 6, in work\n"
               "    area(2)\n"
               "  File \"/here/shapes.pyx\", line 3, in shapes.area\n"
               "ValueError: no shape\nafter\n",
               1,
               "an exception ended the script, in line 6 of use.py: "
               "ValueError: no shape");
}
END_TEST

START_TEST(of_several_exceptions_the_last_one_is_told)
{
    check_said(TRACE "  File \"/here/use.py\", line 3, in <module>\nKeyError: 1\n\n"
                     "During handling of the above exception, another exception "
                     "occurred:\n\n" TRACE
                     "  File \"/here/abuse.py\", line 5, in <module>\nTypeError\n",
               1, "an exception ended the script: TypeError");
}
END_TEST

START_TEST(a_script_that_cannot_be_compiled_is_told)
{
    check_said("  File \"/here/use.py\", line 2\n    x = = 1\n        ^\n"
               "SyntaxError: invalid syntax\n",
               1,
               "an exception ended the script, in line 2 of use.py: "
               "SyntaxError: invalid syntax");
}
END_TEST

START_TEST(without_an_exception_nothing_is_said)
{
    check_said("no shape\n", 1, "");
    check_said(TRACE "  File \"/here/use.py\", line 3, in <module>\nKeyError: 1\n", 0,
               "");
    check_said(TRACE "  File \"/here/use.py\", line 3, in <module>\n", 1, "");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("exception");
    TCase *tcase = case_create("exception");
    tcase_add_test(tcase, the_innermost_line_of_the_script_is_told);
    tcase_add_test(tcase, of_several_exceptions_the_last_one_is_told);
    tcase_add_test(tcase, a_script_that_cannot_be_compiled_is_told);
    tcase_add_test(tcase, without_an_exception_nothing_is_said);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
