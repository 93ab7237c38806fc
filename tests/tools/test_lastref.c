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

/* Run the module's functions `names`, up to NULL, under these tools, to the end. */
static void run_under(const struct ll_tool *const *tools, const char *const *names)
{
    struct ll_error err = {0};
    struct ll_session session = LL_SESSION_INIT;
    session.no_cache = true;
    session.limits.wall_seconds = session.limits.cpu_seconds = HANG_SECONDS;
    ck_assert_int_eq(ll_subject_add_source(&subject, FOLDER "references.c", &err), 0);
    ck_assert_int_eq(ll_subject_add_source(&subject, FOLDER "references.py", &err), 0);
    ck_assert_int_eq(ll_labels_read(&labels, FOLDER "references.c", &err), 0);
    subject.name = strdup("references.c");
    subject.python = true;
    ll_strings_add_all(&subject.args, names);
    ck_assert_msg(ll_session_run_one(&session, &subject, tools, &result, &err) == 0,
                  "%s", err.text);
    for (size_t i = 0; i < result.run_count; i++) {
        const struct ll_run *judged = &result.runs[i];
        ck_assert_msg(judged->status == LL_RUN_JUDGED &&
                          judged->complete == LL_COMPLETE &&
                          judged->ended.how == LL_END_EXITED,
                      "%s: %s %s %s", names[0], judged->note ? judged->note : "",
                      judged->compiler ? judged->compiler : "",
                      judged->output ? judged->output : "");
    }
}

static const struct ll_diags *run_all(const char *const *names, const char *tool)
{
    run_under((const struct ll_tool *[]){ll_tool_find(tool), NULL}, names);
    return &result.runs[0].diags;
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

/* ---- told once ---------------------------------------------------------------- */

/* Whether the stack's own frame is the line with that label. */
static bool is_at(const struct ll_stack *stack, const char *label)
{
    const struct ll_frame *own = ll_stack_own(stack, ll_strings_argv(&subject.roots));
    return own != NULL && own->line == ll_labels_find(&labels, label)->line;
}

/* The reference that the line with that label lost. */
static const struct ll_diag *reference_at(const char *label)
{
    const struct ll_diags *diags = &result.diags;
    for (size_t i = 0; i < diags->count; i++)
        if (diags->items[i].kind == LL_LOST_REFERENCE &&
            is_at(&diags->items[i].at, label))
            return &diags->items[i];
    ck_abort_msg("no reference was lost in the line '%s'", label);
    return NULL;
}

/* How many blocks of that line were lost with the object. */
static unsigned long long held_at(const struct ll_diag *reference, const char *label)
{
    for (size_t i = 0; i < reference->held_count; i++)
        if (is_at(&reference->held[i].allocated, label))
            return reference->held[i].blocks;
    return 0;
}

/* Each mistake once, by all tools together; and two mistakes in one function twice. */
START_TEST(a_lost_object_and_what_it_held_are_one_fault)
{
    static const char *const functions[] = {"lose_numbers", "lose_texts",  "lose_dict",
                                            "lose_nested",  "lose_ten",    "lose_two",
                                            "lose_beside",  "lose_holder", NULL};
    static const struct {
        const char *label, *type;
        unsigned blocks;
    } lost[] = {{"numbers", "list", 1},
                {"texts", "list", 1},
                {"dict", "dict", 1},
                {"nested", "list", 1},
                {"ten", "list", 10},
                {"two_first", "list", 1},
                {"two_second", "list", 1},
                {"beside_list", "list", 1},
                {"holder", "references.Holder", 1}};
    const size_t count = sizeof lost / sizeof *lost;
    run_under((const struct ll_tool *[]){ll_tool_find("memcheck"), ll_tool_find("asan"),
                                         ll_tool_find("lastref"),
                                         ll_tool_find("lastptr"), NULL},
              functions);
    for (size_t i = 0; i < count; i++) {
        const struct ll_diag *reference = reference_at(lost[i].label);
        ck_assert_str_eq(reference->type, lost[i].type);
        ck_assert_uint_eq(reference->blocks, lost[i].blocks);
        ck_assert_uint_gt(reference->held_count, 0);
        ck_assert_ptr_nonnull(reference->sequel);
    }
    ck_assert_uint_eq(held_at(reference_at("numbers"), "number"), 5);
    ck_assert_uint_eq(held_at(reference_at("ten"), "ten_number"), 10);
    ck_assert_uint_eq(held_at(reference_at("ten"), "ten"), 10); /* arrays of items */
    ck_assert_uint_eq(held_at(reference_at("holder"), "holder_buffer"), 1);
    ck_assert_str_eq(reference_at("holder")->variable, "holder"); /* by lastptr */
    ck_assert(ll_diag_seen_by(reference_at("numbers"), "memcheck"));

    /* What is left is the block that no object held. */
    ck_assert_uint_eq(result.diags.count, count + 1);
    for (size_t i = 0; i < result.diags.count; i++) {
        const struct ll_diag *diag = &result.diags.items[i];
        if (diag->kind == LL_LOST_REFERENCE)
            continue;
        ck_assert_int_eq(diag->kind, LL_DEFINITELY_LOST);
        ck_assert(is_at(&diag->allocated, "beside"));
        ck_assert_uint_eq(diag->bytes, 55);
        ck_assert_uint_eq(diag->blocks, 1);
    }
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
    tcase_add_test(tcase, a_lost_object_and_what_it_held_are_one_fault);
    return suite_run(suite);
}
