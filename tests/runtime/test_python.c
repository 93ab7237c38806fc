/* SPDX-License-Identifier: MIT
 *
 * The families of memory that a program with libpython is given (runtime/python.c),
 * as the real tools see them. The programs are in tests/runtime/python/. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "runtime/python.h"
#include "session/session.h"
#include "support/reports.h"
#include "support/suite.h"

static const char *const tools[] = {"memcheck", "asan", "clang-asan"};
static int tool_count = 3; /* of those that are here */

/* What is judged in a test; released after it. */
static struct ll_subject subject;
static struct ll_result result;

static void release(void)
{
    ll_result_release(&result);
    ll_subject_release(&subject);
}

/* Judge tests/runtime/python/`name`.c with one argument (NULL: none) under one tool,
 * which must come to its end. */
static const struct ll_run *judge(const char *name, const char *argument,
                                  const char *tool)
{
    struct ll_error err = {0};
    struct ll_session session = LL_SESSION_INIT;
    const struct ll_tool *rows[] = {ll_tool_find(tool), NULL};
    char path[512];

    session.no_cache = true;
    session.limits.wall_seconds = session.limits.cpu_seconds = HANG_SECONDS;
    snprintf(path, sizeof path, LL_TESTS_DIR "/runtime/python/%s.c", name);
    ck_assert_msg(ll_subject_add_source(&subject, path, &err) == 0, "%s", err.text);
    subject.name = strdup(name);
    subject.python = true;
    if (argument != NULL)
        ll_strings_add(&subject.args, argument);
    ck_assert_msg(ll_session_run_one(&session, &subject, rows, &result, &err) == 0,
                  "%s", err.text);

    const struct ll_run *run = &result.runs[0];
    ck_assert_msg(run->status == LL_RUN_JUDGED && run->complete == LL_COMPLETE,
                  "%s under %s: %s %s", name, tool, run->note ? run->note : "",
                  run->compiler ? run->compiler : "");
    return run;
}

static void assert_kind(const struct ll_diag *diag, const char *kind)
{
    ck_assert_str_eq(ll_kind_name(diag->kind), kind);
}

static void assert_mismatch(const struct ll_diag *diag, unsigned long long size)
{
    const char *const *roots = ll_strings_argv(&subject.roots);
    const struct ll_frame *at = ll_stack_own(&diag->at, roots);
    const struct ll_frame *allocated = ll_stack_own(&diag->allocated, roots);

    assert_kind(diag, "mismatched-free");
    ck_assert_uint_eq(diag->place.block_size, size);
    ck_assert_ptr_nonnull(at);
    ck_assert_ptr_nonnull(allocated);
    ck_assert_str_eq(at->function, "mix");
    ck_assert_uint_eq(at->line, allocated->line);
}

START_TEST(memcheck_sees_every_pair_at_both_sizes)
{
    const struct ll_run *run = judge("pairs", NULL, "memcheck");

    ck_assert_uint_eq(run->diags.count, 12);
    for (size_t i = 0; i < 12; i++)
        assert_mismatch(&run->diags.items[i], i < 6 ? 24 : 700);
}
END_TEST

START_TEST(asan_sees_every_pair_at_both_sizes)
{
    char number[8];
    int pair = 1 + _i % 12;

    snprintf(number, sizeof number, "%d", pair);
    const struct ll_run *run = judge("pairs", number, tools[1 + _i / 12]);
    ck_assert_uint_eq(run->diags.count, 1);
    assert_mismatch(&run->diags.items[0], pair <= 6 ? 24 : 700);
}
END_TEST

/* What the handout says of PYTHONMALLOC=malloc. */
START_TEST(malloc_for_all_hides_every_pair)
{
    setenv(LL_PYTHON_MALLOC, "malloc", 1);
    ck_assert_uint_eq(judge("pairs", NULL, "asan")->diags.count, 0);
}
END_TEST

START_TEST(families_keep_their_promises_and_are_clean)
{
    const struct ll_run *run = judge("families", NULL, tools[_i]);

    ck_assert_msg(run->ended.status == 0, "families.c:%d does not hold",
                  run->ended.status);
    ck_assert_uint_eq(run->diags.count, 0);
    ck_assert_int_eq(result.verdict, LL_PASS);
}
END_TEST

/* Python's realloc leaves it to the tool to say what is wrong with a block. */
START_TEST(realloc_of_a_bad_block_has_its_own_kind)
{
    static const char *const cases[][2] = {{"foreign", "mismatched-free"},
                                           {"freed", "double-free"},
                                           {"static", "invalid-free"}};
    const char *const *one = cases[_i / tool_count];
    const char *tool = tools[_i % tool_count];
    const struct ll_run *run = judge("realloc", one[0], tool);

    ck_assert_uint_eq(run->diags.count, 1);
    assert_kind(&run->diags.items[0], one[1]);
    if (run->ended.how == LL_END_EXITED && strcmp(tool, "memcheck") == 0)
        ck_assert_int_eq(run->ended.status, 0);
}
END_TEST

START_TEST(allocations_fail_on_request)
{
    static const struct {
        const char *fail;
        int failed; /* the exit status of fail.c: a bit for each */
    } cases[] = {{"PyMem_Malloc:2", 2},
                 {"PyMem_Malloc:2+", 6},
                 {"PyMem_Calloc:1,PyMem_Realloc:1", 24},
                 {"PyObject_Malloc:1", 32},
                 {"malloc:1", 0}};

    subject.fail = strdup(cases[_i / tool_count].fail);
    const struct ll_run *run = judge("fail", NULL, tools[_i % tool_count]);
    ck_assert_int_eq(run->ended.status, cases[_i / tool_count].failed);
    ck_assert_uint_eq(run->diags.count, 0);
}
END_TEST

int main(void)
{
    if (LL_PYTHON_LIBS[0] == '\0')
        return skip_suite("there is no libpython (python3-dev)");
    setenv("LEAKLAB_HOME", LL_BUILD_DIR, 1);
    if (!has_tool(tools[2]))
        tool_count = 2;
    Suite *suite = suite_create("python");
    TCase *families = case_create("families");
    tcase_add_checked_fixture(families, NULL, release);
    tcase_add_test(families, memcheck_sees_every_pair_at_both_sizes);
    tcase_add_loop_test(families, asan_sees_every_pair_at_both_sizes, 0,
                        12 * (tool_count - 1));
    tcase_add_test(families, malloc_for_all_hides_every_pair);
    tcase_add_loop_test(families, families_keep_their_promises_and_are_clean, 0,
                        tool_count);
    tcase_add_loop_test(families, realloc_of_a_bad_block_has_its_own_kind, 0,
                        3 * tool_count);
    tcase_add_loop_test(families, allocations_fail_on_request, 0, 5 * tool_count);
    suite_add_tcase(suite, families);
    return suite_run(suite);
}
