/* SPDX-License-Identifier: MIT
 *
 * Extension modules in C: the module, script and suite in tests/session/python/. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "config.h"
#include "session/session.h"
#include "support/suite.h"

static struct ll_subject subject;
static struct ll_result result;

static void release(void)
{
    ll_result_release(&result);
    ll_subject_release(&subject);
}

static void add(const char *name)
{
    char path[512];
    struct ll_error err = {0};
    snprintf(path, sizeof path, LL_TESTS_DIR "/session/python/%s", name);
    ck_assert_msg(ll_subject_add_source(&subject, path, &err) == 0, "%s", err.text);
}

/* Run what was added under one tool. */
static const struct ll_run *run(const char *tool)
{
    struct ll_error err = {0};
    struct ll_session session = LL_SESSION_INIT;
    const struct ll_tool *rows[] = {ll_tool_find(tool), NULL};
    session.no_cache = true;
    session.limits.wall_seconds = session.limits.cpu_seconds = HANG_SECONDS;
    ck_assert(ll_set_text(&subject.name, "memory.c"));
    subject.python = true;
    ck_assert_msg(ll_session_run_one(&session, &subject, rows, &result, &err) == 0,
                  "%s", err.text);
    return &result.runs[0];
}

/* Run script.py with these arguments, up to NULL, under one tool, to its end. */
static const struct ll_run *run_script(const char *tool, const char *const *words)
{
    add("memory.c");
    add("script.py");
    ll_strings_add_all(&subject.args, words);
    const struct ll_run *judged = run(tool);
    ck_assert_msg(judged->status == LL_RUN_JUDGED && judged->complete == LL_COMPLETE,
                  "%s: %s %s", tool, judged->note ? judged->note : "",
                  judged->compiler ? judged->compiler : "");
    return judged;
}

static const char *const tools[] = {"memcheck", "asan"};

/* The diagnosis of that kind, of a block that copy() allocated. */
static void assert_told(enum ll_kind kind, unsigned long long bytes)
{
    const struct ll_diag *diag = NULL;
    for (size_t i = 0; i < result.diags.count && diag == NULL; i++)
        if (result.diags.items[i].kind == kind)
            diag = &result.diags.items[i];
    ck_assert_msg(diag != NULL, "no %s", ll_kind_name(kind));
    const struct ll_frame *frame =
        ll_stack_own(&diag->allocated, ll_strings_argv(&subject.roots));
    ck_assert_uint_eq(kind == LL_MISMATCHED_FREE ? diag->place.block_size : diag->bytes,
                      bytes);
    ck_assert_ptr_nonnull(frame);
    ck_assert_str_eq(frame->function, "copy");
}

/* One run has what is right and what is wrong: an interpreter takes seconds to start.
 * AddressSanitizer stops at the free. */
START_TEST(a_leak_and_a_wrong_family_are_seen_and_nothing_else)
{
    static const char *const words[] = {"short", "name", "long", "empty", NULL};
    static const char *const leaks[] = {"short", "name", "long", NULL};
    bool frees = strcmp(tools[_i], "memcheck") == 0;
    const struct ll_run *judged = run_script(tools[_i], frees ? words : leaks);
    ck_assert_str_eq(judged->output,
                     "short\n__main__ True caf\u00e9\nthe text is too long\n");
    assert_told(LL_DEFINITELY_LOST, 14);
    if (frees)
        assert_told(LL_MISMATCHED_FREE, 1);
    ck_assert_uint_eq(result.diags.count, frees ? 2 : 1);
}
END_TEST

START_TEST(the_wrong_family_is_seen_by_asan)
{
    run_script("asan", (const char *const[]){"empty", NULL});
    ck_assert_uint_eq(result.diags.count, 1);
    assert_told(LL_MISMATCHED_FREE, 1);
}
END_TEST

START_TEST(a_script_ends_as_under_python)
{
    static const struct {
        const char *word;
        int status;
        const char *prints;
    } ends[] = {
        {"leave", 7, NULL},
        {"complain", 1, "no more\n"},
        {"fall", 1, "TypeError: bad argument type for built-in operation\n"},
    };
    const struct ll_run *judged =
        run_script("asan", (const char *const[]){ends[_i].word, NULL});
    ck_assert_int_eq(judged->ended.status, ends[_i].status);
    ck_assert(ends[_i].prints == NULL
                  ? judged->output == NULL
                  : strstr(judged->output, ends[_i].prints) != NULL);
    ck_assert_int_eq(result.verdict, LL_PASS);
}
END_TEST

START_TEST(a_suite_finds_the_interpreter)
{
    add("memory.c");
    add("suite_memory.c");
    ll_strings_add_all(&subject.libs, (const char *const[]){LL_CHECK_FLAGS, NULL});
    const struct ll_run *judged = run(tools[_i]);
    ck_assert_ptr_nonnull(strstr(judged->output, "100%: Checks: 2,"));
    ck_assert_uint_eq(result.diags.count, 1);
    assert_told(LL_DEFINITELY_LOST, 14);
}
END_TEST

START_TEST(without_a_script_the_module_is_imported)
{
    add("memory.c");
    const struct ll_run *judged = run("asan");
    ck_assert_int_eq(judged->ended.status, 0);
    ck_assert_ptr_null(judged->output);
    ck_assert_int_eq(result.verdict, LL_PASS);
}
END_TEST

START_TEST(a_script_needs_a_module)
{
    add("suite_memory.c");
    add("script.py");
    const struct ll_run *judged = run("asan");
    ck_assert_int_eq(judged->status, LL_RUN_NOT_BUILT);
    ck_assert_ptr_nonnull(strstr(judged->note, "no source defines a function PyInit_"));
    ck_assert_int_eq(result.verdict, LL_UNGRADABLE);
}
END_TEST

int main(void)
{
    if (LL_PYTHON_LIBS[0] == '\0')
        return skip_suite("there is no libpython (python3-dev)");
    setenv("LEAKLAB_HOME", LL_BUILD_DIR, 1);
    Suite *suite = suite_create("modules");
    TCase *runs = case_create("extension modules in C");
    tcase_add_checked_fixture(runs, NULL, release);
    tcase_add_loop_test(runs, a_leak_and_a_wrong_family_are_seen_and_nothing_else, 0,
                        2);
    tcase_add_test(runs, the_wrong_family_is_seen_by_asan);
    tcase_add_loop_test(runs, a_script_ends_as_under_python, 0, 3);
    tcase_add_loop_test(runs, a_suite_finds_the_interpreter, 0, 2);
    tcase_add_test(runs, without_a_script_the_module_is_imported);
    tcase_add_test(runs, a_script_needs_a_module);
    suite_add_tcase(suite, runs);
    return suite_run(suite);
}
