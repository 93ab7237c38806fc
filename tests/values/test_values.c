/* SPDX-License-Identifier: MIT
 *
 * What is told of the values at a fault, of the programs in tests/values/programs/.
 * What each of them has to tell is in data/PROGRAM.expected. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/expected.h"
#include "support/programs.h"
#include "support/suite.h"

static const char *const programs[] = {
    "past_end", "null_member", "unset",        "freed",      "texts",
    "kinds",    "conditions",  "grid",         "pointers",   "globals",
    "shadow",   "deep",        "too_deep",     "vla",        "sums",
    "endless",  "steps",       "bracket",      "bits",       "mismatched",
    "nested",   "changed",     "before_start", "other_file", "in_brackets",
};
enum { PROGRAM_COUNT = sizeof programs / sizeof *programs };

/* A line for the kind, the values and the calls of each fault. */
static void describe(struct ll_buf *out)
{
    for (size_t i = 0; i < result.diags.count; i++) {
        const struct ll_diag *diag = &result.diags.items[i];
        ll_buf_addf(out, "%s\n  ", ll_kind_name(diag->kind));
        ll_values_say(&diag->values, out);
        if (diag->bound != NULL)
            ll_buf_addf(out, "\n  index %s, bound %s", diag->operation, diag->bound);
        ll_buf_puts(out, "\n  ");
        ll_path_say(&diag->path, out);
        ll_buf_putc(out, '\n');
        ll_path_say_lines(&diag->path, out);
    }
}

static void run_under(const char *program, const char *tool, struct ll_buf *out)
{
    char path[512];
    const struct ll_tool *const tools[] = {ll_tool_find(tool), NULL};
    snprintf(path, sizeof path, LL_TESTS_DIR "/values/programs/%s.c", program);
    ck_assert_msg(ll_subject_add_source(&subject, path, &err) == 0, "%s", err.text);
    ck_assert_msg(ll_session_run_one(&session, &subject, tools, &result, &err) == 0,
                  "%s", err.text);
    if (result.runs[0].status == LL_RUN_NO_TOOL)
        skip("%s", result.runs[0].note);
    describe(out);
}

START_TEST(values_are_told)
{
    char path[512];
    struct ll_buf found = LL_BUF_INIT;
    run_under(programs[_i], "asan", &found);
    snprintf(path, sizeof path, LL_TESTS_DIR "/values/data/%s.expected", programs[_i]);
    assert_recorded(path, ll_buf_text(&found));
    ll_buf_release(&found);
}
END_TEST

START_TEST(clang_tells_the_same)
{
    char path[512];
    struct ll_buf found = LL_BUF_INIT;
    run_under(programs[_i], "clang-asan", &found);
    snprintf(path, sizeof path, LL_TESTS_DIR "/values/data/%s.expected", programs[_i]);
    char *expected = read_text(path);
    if (found.len > 0)
        ck_assert_str_eq(ll_buf_text(&found), expected);
    free(expected);
    ll_buf_release(&found);
}
END_TEST

START_TEST(two_unset_variables_are_told_as_such)
{
    struct ll_buf found = LL_BUF_INIT;
    run_under("two_unset", "msan", &found);
    ck_assert_msg(strstr(ll_buf_text(&found), "x: unset, y: unset") != NULL, "%s",
                  ll_buf_text(&found));
    ll_buf_release(&found);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("values");
    TCase *programs_case = case_create("programs");
    tcase_add_checked_fixture(programs_case, programs_setup, programs_teardown);
    tcase_add_loop_test(programs_case, values_are_told, 0, PROGRAM_COUNT);
    tcase_add_loop_test(programs_case, clang_tells_the_same, 0, PROGRAM_COUNT);
    tcase_add_test(programs_case, two_unset_variables_are_told_as_such);
    suite_add_tcase(suite, programs_case);
    return suite_run(suite);
}
