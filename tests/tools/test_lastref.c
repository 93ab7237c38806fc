/* SPDX-License-Identifier: MIT
 *
 * lastref: each function of tests/tools/references/references.c does one thing with a
 * reference. What is lost is told with its line, type and repr; nothing else is told.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "lesson/labels.h"
#include "session/session.h"
#include "support/suite.h"

#define FOLDER LL_TESTS_DIR "/tools/references/"

static struct ll_subject subject;
static struct ll_result result;
static struct ll_labels labels;

static void release(void)
{
    ll_result_release(&result);
    ll_subject_release(&subject);
    ll_labels_release(&labels);
}

/* Run the module's functions `names`, up to NULL, under one tool, to the end. */
static const struct ll_diags *run_all(const char *const *names, const char *tool)
{
    struct ll_error err = {0};
    struct ll_session session = LL_SESSION_INIT;
    const struct ll_tool *rows[] = {ll_tool_find(tool), NULL};
    session.no_cache = true;
    session.limits.wall_seconds = session.limits.cpu_seconds = HANG_SECONDS;
    ck_assert_int_eq(ll_subject_add_source(&subject, FOLDER "references.c", &err), 0);
    ck_assert_int_eq(ll_subject_add_source(&subject, FOLDER "references.py", &err), 0);
    ck_assert_int_eq(ll_labels_read(&labels, FOLDER "references.c", &err), 0);
    subject.name = strdup("references.c");
    subject.python = true;
    ll_strings_add_all(&subject.args, names);
    ck_assert_msg(ll_session_run_one(&session, &subject, rows, &result, &err) == 0,
                  "%s", err.text);
    const struct ll_run *judged = &result.runs[0];
    ck_assert_msg(judged->status == LL_RUN_JUDGED && judged->complete == LL_COMPLETE &&
                      judged->ended.how == LL_END_EXITED,
                  "%s: %s %s %s", names[0], judged->note ? judged->note : "",
                  judged->compiler ? judged->compiler : "",
                  judged->output ? judged->output : "");
    return &judged->diags;
}

static const struct ll_diags *run(const char *name, const char *tool)
{
    return run_all((const char *const[]){name, NULL}, tool);
}

/* ---- what is told ---------------------------------------------------------------- */

static const struct {
    const char *function, *label, *taken_by, *type, *repr;
} losses[] = {
    {"lose_argument", "argument", "Py_INCREF", "bytes", "b'made by Python'"},
    {"lose_new", "new", "PyBytes_FromString", "bytes", "b'new'"},
    {"lose_container", "container", "PyList_New", "list", NULL},
    {"lose_appended", "appended", "PyBytes_FromString", "bytes", "b'appended'"},
    {"lose_built", "built", "PyBytes_FromString", "bytes", "b'part'"},
    {"lose_buffer", "buffer", "PyObject_GetBuffer", "bytes", "b'made by Python'"},
    {"lose_attribute", "attribute", "PyObject_GetAttrString", "bytes", "b'a name'"},
    {"lose_first", "first", "PyBytes_FromString", "bytes", "b'two'"},
    {"lose_kept", "kept", "Py_INCREF", "bytes", "b'made by Python'"},
};

START_TEST(a_lost_reference_is_told_with_its_line_and_object)
{
    const struct ll_diags *diags = run(losses[_i].function, "lastref");
    ck_assert_uint_eq(diags->count, 1);
    const struct ll_diag *diag = &diags->items[0];
    const struct ll_frame *at =
        ll_stack_own(&diag->at, ll_strings_argv(&subject.roots));
    ck_assert_str_eq(ll_kind_name(diag->kind), "lost-reference");
    ck_assert_uint_eq(diag->blocks, 1);
    ck_assert_ptr_nonnull(at);
    ck_assert_str_eq(at->function, losses[_i].function);
    ck_assert_uint_eq(at->line, ll_labels_find(&labels, losses[_i].label)->line);
    ck_assert_str_eq(diag->taken_by, losses[_i].taken_by);
    ck_assert_str_eq(diag->type, losses[_i].type);
    if (losses[_i].repr == NULL)
        ck_assert_ptr_null(diag->repr);
    else
        ck_assert_str_eq(diag->repr, losses[_i].repr);
}
END_TEST

START_TEST(nothing_is_told_of_references_that_are_dropped_or_given)
{
    static const char *const kept[] = {"return_new",  "give_away",   "change", "hold",
                                       "raise_again", "read_buffer", NULL};
    ck_assert_uint_eq(run_all(kept, "lastref")->count, 0);
}
END_TEST

START_TEST(a_lost_container_is_lost_for_other_tools_too)
{
    const struct ll_diags *diags = run("lose_container", "memcheck");
    ck_assert_uint_ge(diags->count, 1);
    for (size_t i = 0; i < diags->count; i++)
        ck_assert_int_ne(diags->items[i].kind, LL_STILL_REACHABLE);
}
END_TEST

int main(void)
{
    if (LL_PYTHON_LIBS[0] == '\0')
        return skip_suite("there is no libpython (python3-dev)");
    setenv("LEAKLAB_HOME", LL_BUILD_DIR, 1);
    Suite *suite = suite_create("lastref");
    TCase *tcase = case_create("programs");
    suite_add_tcase(suite, tcase);
    tcase_add_checked_fixture(tcase, NULL, release);
    tcase_add_loop_test(tcase, a_lost_reference_is_told_with_its_line_and_object, 0,
                        sizeof losses / sizeof *losses);
    tcase_add_test(tcase, nothing_is_told_of_references_that_are_dropped_or_given);
    tcase_add_test(tcase, a_lost_container_is_lost_for_other_tools_too);
    return suite_run(suite);
}
