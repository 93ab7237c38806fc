/* SPDX-License-Identifier: MIT
 *
 * Modules in Cython: the functions of tests/session/cython/shapes.pyx, called by
 * script.py, are diagnosed in the .pyx. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"
#include "config.h"
#include "judge/judge.h"
#include "lesson/handout.h"
#include "submission/compile.h"
#include "submission/gate_cython.h"
#include "submission/harness.h"
#include "support/programs.h"
#include "support/reports.h"
#include "support/suite.h"

#define FOLDER LL_TESTS_DIR "/session/cython"

static void add(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, FOLDER "/%s", name);
    ck_assert_msg(ll_subject_add_source(&subject, path, &err) == 0, "%s", err.text);
}

/* Run what was added under those tools. */
static const struct ll_run *judge_under(const struct ll_tool *const *rows)
{
    session.no_cache = true;
    session.limits.wall_seconds = session.limits.cpu_seconds = HANG_SECONDS;
    ck_assert(ll_set_text(&subject.name, "shapes.pyx"));
    subject.python = true;
    ck_assert_msg(ll_session_run_one(&session, &subject, rows, &result, &err) == 0,
                  "%s", err.text);
    return &result.runs[0];
}

static const struct ll_run *judge(const char *tool)
{
    return judge_under((const struct ll_tool *[]){ll_tool_find(tool), NULL});
}

/* Call the functions whose words are in `subject.args`. */
static const struct ll_run *judge_shapes(const char *tool)
{
    add("shapes.pyx");
    add("script.py");
    const struct ll_run *judged = judge(tool);
    ck_assert_msg(judged->status == LL_RUN_JUDGED && judged->complete == LL_COMPLETE,
                  "%s: %s %s", tool, judged->note ? judged->note : "",
                  judged->compiler ? judged->compiler : "");
    return judged;
}

static const struct ll_run *judge_shape(const char *tool, const char *word)
{
    ll_strings_add(&subject.args, word);
    return judge_shapes(tool);
}

/* The source in which labels are. */
static const char *labelled = "shapes.pyx";

/* The line of the source that ends with "# @label". */
static unsigned line_of(const char *label)
{
    char path[512];
    char line[256], mark[64];
    unsigned number = 0;
    snprintf(path, sizeof path, FOLDER "/%s", labelled);
    FILE *source = fopen(path, "r");
    ck_assert_ptr_nonnull(source);
    snprintf(mark, sizeof mark, "# @%s\n", label);
    do {
        ck_assert_msg(fgets(line, sizeof line, source) != NULL, "no label %s", label);
        number++;
    } while (strstr(line, mark) == NULL);
    fclose(source);
    return number;
}

static void assert_place(const struct ll_stack *stack, const char *function,
                         const char *label)
{
    const struct ll_frame *frame = ll_stack_own(stack, ll_strings_argv(&subject.roots));
    ck_assert_ptr_nonnull(frame);
    ck_assert_str_eq(frame->function, function);
    ck_assert_str_eq(ll_path_base(frame->file), labelled);
    ck_assert_uint_eq(frame->line, line_of(label));
}

static const struct {
    const char *word, *function, *allocated, *lost_in, *lost, *variable;
    enum ll_loss how;
    unsigned bytes;
} losses[] = {
    {"early", "returns_early", "early-alloc", "returns_early", "early-lost", "values",
     LL_LOSS_SCOPE_END, 72},
    {"raises", "raises", "raises-alloc", "raises", "raises-lost", "text",
     LL_LOSS_SCOPE_END, 5},
    {"falls", "falls", "falls-alloc", "falls", "falls-lost", "text", LL_LOSS_SCOPE_END,
     7},
    {"replace", "Table.__cinit__", "table-alloc", "Table.replace", "table-replaced",
     "self.cells", LL_LOSS_OVERWRITTEN, 16},
    {"kept", "Kept.__cinit__", "kept-alloc", "Kept.__dealloc__", "kept", "self.bytes",
     LL_LOSS_CONTAINER_FREED, 24},
    {"inner", "load_image.inner", "inner-alloc", "load_image.inner", "inner-lost",
     "text", LL_LOSS_SCOPE_END, 3},
};
enum { LOSSES = sizeof losses / sizeof *losses };

/* The one diagnosis of a block from that line. */
static const struct ll_diag *allocated_at(const char *label)
{
    const struct ll_diag *found = NULL;
    for (size_t i = 0; i < result.diags.count; i++) {
        const struct ll_frame *frame = ll_stack_own(&result.diags.items[i].allocated,
                                                    ll_strings_argv(&subject.roots));
        if (frame == NULL || frame->line != line_of(label))
            continue;
        ck_assert_msg(found == NULL, "%s: told twice", label);
        found = &result.diags.items[i];
    }
    ck_assert_msg(found != NULL, "%s: not told", label);
    return found;
}

static void assert_loss(const struct ll_diag *diag, size_t i)
{
    ck_assert_int_eq(diag->kind, LL_DEFINITELY_LOST);
    ck_assert_uint_eq(diag->bytes, losses[i].bytes);
    assert_place(&diag->allocated, losses[i].function, losses[i].allocated);
    assert_place(&diag->lost, losses[i].lost_in, losses[i].lost);
    ck_assert_str_eq(diag->variable, losses[i].variable);
    ck_assert_int_eq(diag->how, losses[i].how);
    for (size_t k = 0; k < diag->values.count; k++)
        ck_assert_ptr_null(strstr(diag->values.items[k].name, "__pyx"));
    for (size_t k = 0; k < diag->path.count; k++)
        ck_assert_ptr_null(strstr(diag->path.calls[k].function, "__pyx"));
}

/* One run has all of them: an interpreter under lastptr takes seconds to start. */
START_TEST(a_loss_has_the_line_and_the_variable_of_the_pyx)
{
    if (!has_tool("lastptr")) {
        skip("lastptr is not built");
        return;
    }
    for (size_t i = 0; i < LOSSES; i++)
        ll_strings_add(&subject.args, losses[i].word);
    judge_shapes("lastptr");
    ck_assert_uint_eq(result.diags.count, LOSSES);
    for (size_t i = 0; i < LOSSES; i++) {
        const struct ll_diag *diag = allocated_at(losses[i].allocated);
        assert_loss(diag, i);
        /* The exception left before it had a value. */
        ck_assert_ptr_null(ll_values_find(&diag->values, "unset"));
    }
}
END_TEST

static const struct {
    unsigned bytes;
    enum ll_loss how;
    const char *lost_in, *lost, *variable;
} kept_twice[] = {
    {10, LL_LOSS_SCOPE_END, "ends", "ends-lost", "text"},
    {12, LL_LOSS_SCOPE_END, "returns_early", "early-lost", "text"},
    {14, LL_LOSS_RETURN_IGNORED, "ignores", "ignored", NULL},
    {16, LL_LOSS_OVERWRITTEN, "overwrites", "overwritten", "text"},
    {18, LL_LOSS_SCOPE_END, "swaps", "swapped-lost", "second"},
};
enum { KEPT_TWICE = sizeof kept_twice / sizeof *kept_twice };

static const struct ll_diag *diag_of(unsigned bytes)
{
    for (size_t i = 0; i < result.diags.count; i++)
        if (result.diags.items[i].bytes == bytes)
            return &result.diags.items[i];
    ck_abort_msg("no %u bytes were lost", bytes);
    return NULL;
}

START_TEST(a_temporary_of_cythons_keeps_no_block)
{
    if (!has_tool("lastptr")) {
        skip("lastptr is not built");
        return;
    }
    add("temporaries.pyx");
    add("use_temporaries.py");
    labelled = "temporaries.pyx";
    judge("lastptr");
    ck_assert_uint_eq(result.diags.count, KEPT_TWICE);
    for (size_t i = 0; i < KEPT_TWICE; i++) {
        const struct ll_diag *diag = diag_of(kept_twice[i].bytes);
        ck_assert_int_eq(diag->how, kept_twice[i].how);
        assert_place(&diag->lost, kept_twice[i].lost_in, kept_twice[i].lost);
        ck_assert_pstr_eq(diag->variable, kept_twice[i].variable);
    }
}
END_TEST

/* In one line, Cython makes a list, the array of its items, and the items. */
START_TEST(a_lost_object_and_what_it_held_are_one_fault)
{
    static const struct {
        const char *function, *label, *type;
        unsigned blocks;
    } lost[] = {{"numbers", "numbers", "list", 1},
                {"table", "table", "dict", 1},
                {"ten", "ten", "list", 10},
                {"two", "first", "list", 1},
                {"two", "second", "list", 1}};
    enum { LOST = sizeof lost / sizeof *lost };
    labelled = "baskets.pyx";
    add("baskets.pyx");
    add("use_baskets.py");
    judge_under((const struct ll_tool *[]){
        ll_tool_find("memcheck"), ll_tool_find("asan"), ll_tool_find("lastref"),
        ll_tool_find("lastptr"), NULL});
    ck_assert_uint_eq(result.diags.count, LOST);
    for (size_t i = 0; i < LOST; i++) {
        size_t k = 0;
        while (k < LOST &&
               result.diags.items[k].at.frames[0].line != line_of(lost[i].label))
            k++;
        ck_assert_msg(k < LOST, "%s: not told", lost[i].label);
        const struct ll_diag *diag = &result.diags.items[k];
        ck_assert_int_eq(diag->kind, LL_LOST_REFERENCE);
        assert_place(&diag->at, lost[i].function, lost[i].label);
        ck_assert_str_eq(diag->type, lost[i].type);
        ck_assert_uint_eq(diag->blocks, lost[i].blocks);
        ck_assert_uint_gt(diag->held_count, 0);
    }
}
END_TEST

static const char *const judges[] = {"memcheck", "asan"};

/* One run for both: an interpreter takes seconds to start. */
START_TEST(a_leak_on_the_way_of_an_exception_is_seen_and_what_is_right_is_not)
{
    ll_strings_add(&subject.args, "raises");
    const struct ll_run *judged = judge_shape(judges[_i], "right");
    ck_assert_str_eq(judged->output, "ValueError 5\nValueError 9\n");
    ck_assert_uint_eq(result.diags.count, 1);
    const struct ll_diag *diag = &result.diags.items[0];
    ck_assert_int_eq(diag->kind, LL_DEFINITELY_LOST);
    assert_place(&diag->allocated, "raises", "raises-alloc");
}
END_TEST

static const struct ll_value *value_of(const struct ll_diag *diag, const char *name)
{
    const struct ll_value *value = ll_values_find(&diag->values, name);
    ck_assert_msg(value != NULL, "%s has no value", name);
    return value;
}

START_TEST(a_write_past_the_end_is_told_with_values)
{
    judge_shape("asan", "past");
    ck_assert_uint_eq(result.diags.count, 1);
    const struct ll_diag *diag = &result.diags.items[0];
    ck_assert_int_eq(diag->kind, LL_INVALID_WRITE);
    assert_place(&diag->at, "Table.past", "past");
    assert_place(&diag->allocated, "Table.__cinit__", "table-alloc");
    ck_assert_str_eq(value_of(diag, "index")->value, "4");
    ck_assert_str_eq(value_of(diag, "self.cells")->note,
                     "`self.cells` has 4 elements, the last is `self.cells[3]`");
}
END_TEST

START_TEST(the_wrong_family_is_seen)
{
    judge_shape("asan", "release");
    ck_assert_uint_eq(result.diags.count, 1);
    const struct ll_diag *diag = &result.diags.items[0];
    ck_assert_int_eq(diag->kind, LL_MISMATCHED_FREE);
    assert_place(&diag->at, "Table.release", "wrong-free");
    ck_assert_uint_eq(diag->place.block_size, 12);
}
END_TEST

/* An analyzer reads the sources itself: of a .pyx, its C. */
START_TEST(an_analyzer_reads_the_c_that_cython_made)
{
    if (!has_tool("clang-analyzer")) {
        skip("clang is missing");
        return;
    }
    add_source("short.pyx", "def right(int number):\n    return number\n");
    const struct ll_run *judged = judge("clang-analyzer");
    ck_assert_int_eq(judged->status, LL_RUN_JUDGED);
    ck_assert_int_eq(judged->complete, LL_COMPLETE); /* it came to its end */
}
END_TEST

START_TEST(an_error_of_cythons_is_shown_as_its_own)
{
    add("wrong.pyx");
    const struct ll_run *judged = judge("asan");
    ck_assert_int_eq(judged->status, LL_RUN_NOT_BUILT);
    ck_assert_str_eq(judged->note, "Cython cannot translate it");
    ck_assert_ptr_nonnull(strstr(judged->compiler, "wrong.pyx:6:11: undeclared name"));
    ck_assert(judged->by_cython);
    ck_assert_int_eq(result.verdict, LL_UNGRADABLE);
}
END_TEST

/* ---- C++ ------------------------------------------------------------------------- */

static const struct ll_run *judge_plus(const char *tool)
{
    labelled = "plus.pyx";
    add("plus.pyx");
    add("sum.cpp");
    add("use_plus.py");
    const struct ll_run *judged = judge(tool);
    ck_assert_msg(judged->status == LL_RUN_JUDGED && judged->complete == LL_COMPLETE,
                  "%s: %s %s", tool, judged->note ? judged->note : "",
                  judged->compiler ? judged->compiler : "");
    ck_assert_msg(judged->compiler == NULL, "%s", judged->compiler);
    return judged;
}

START_TEST(a_module_in_cpp_that_is_right_is_clean)
{
    const struct ll_run *judged = judge_plus("lastref");
    ck_assert_str_eq(judged->output, "6 1.0\n");
    ck_assert_uint_eq(result.diags.count, 0);
    ck_assert_int_eq(result.verdict, LL_PASS);
}
END_TEST

/* And nothing else is told: the first of the two lines is that of what is right. */
START_TEST(a_leak_of_a_module_in_cpp_is_seen)
{
    ll_strings_add(&subject.args, "measure");
    const struct ll_run *judged = judge_plus(judges[_i]);
    ck_assert_str_eq(judged->output, "6 1.0\nunhashable type: 'list'\n");
    ck_assert_uint_eq(result.diags.count, 1);
    assert_place(&result.diags.items[0].allocated, "measure", "measure-alloc");
}
END_TEST

static const struct {
    const char *word, *function, *allocated, *lost_in, *lost, *variable;
} plus_losses[] = {
    {"measure", "measure", "measure-alloc", "measure", "measure-lost", "place"},
    {"held", "Held.__cinit__", "held-alloc", "Held.__dealloc__", "held", "self.bytes"},
};
enum { PLUS_LOSSES = sizeof plus_losses / sizeof *plus_losses };

static void assert_plus_loss(const struct ll_diag *diag, size_t i)
{
    assert_place(&diag->allocated, plus_losses[i].function, plus_losses[i].allocated);
    assert_place(&diag->lost, plus_losses[i].lost_in, plus_losses[i].lost);
    ck_assert_str_eq(diag->variable, plus_losses[i].variable);
    ck_assert_ptr_null(ll_values_find(&diag->values, "__pyx_skip_dispatch"));
    for (size_t k = 0; k < diag->path.count; k++) {
        const struct ll_call *call = &diag->path.calls[k];
        for (size_t n = 0; n < call->arguments.count; n++)
            ck_assert_ptr_null(strstr(call->arguments.items[n].name, "__pyx"));
        ck_assert_msg(k == 0 || strcmp(call->function, call[-1].function) != 0,
                      "%s calls itself", call->function);
    }
}

START_TEST(a_loss_of_a_module_in_cpp_has_its_variable)
{
    if (!has_tool("lastptr")) {
        skip("lastptr is not built");
        return;
    }
    for (size_t i = 0; i < PLUS_LOSSES; i++)
        ll_strings_add(&subject.args, plus_losses[i].word);
    judge_plus("lastptr");
    ck_assert_uint_eq(result.diags.count, PLUS_LOSSES);
    for (size_t i = 0; i < PLUS_LOSSES; i++)
        assert_plus_loss(allocated_at(plus_losses[i].allocated), i);
}
END_TEST

/* ---- several sources, and Cython itself ------------------------------------------ */

START_TEST(the_cython_of_the_environment_comes_first)
{
    char *program = write_file("cython", "#!/bin/sh\necho mine\nexit 1\n");
    char path[1024];
    ck_assert_int_eq(chmod(program, 0700), 0);
    free(program);
    snprintf(path, sizeof path, "%s:%s", folder, getenv("PATH"));
    ck_assert_int_eq(setenv("PATH", path, 1), 0);
    add("shapes.pyx");
    const struct ll_run *judged = judge("asan");
    ck_assert_str_eq(judged->compiler, "mine\n");
    ck_assert(judged->by_cython);
}
END_TEST

/* How often the `cython` of write_counter() was started. */
static size_t count_translations(void)
{
    struct ll_buf text = LL_BUF_INIT;
    char *path = in_folder("count");
    ck_assert_int_eq(ll_file_read(path, 1 << 10, &text, NULL), 0);
    size_t count = text.len;
    ll_buf_release(&text);
    free(path);
    return count;
}

/* A `cython` that is first in PATH, and counts. */
static void write_counter(void)
{
    char text[2048], path[1024];
    snprintf(text, sizeof text,
             "#!/bin/sh\nPATH=$(echo \"$PATH\" | cut -d: -f2-)\n"
             "printf . >>'%s/count'\n"
             "p=$(command -v cython || command -v cython3)\nexec \"$p\" \"$@\"\n",
             folder);
    char *program = write_file("cython", text);
    ck_assert_int_eq(chmod(program, 0700), 0);
    free(program);
    snprintf(path, sizeof path, "%s:%s", folder, getenv("PATH"));
    ck_assert_int_eq(setenv("PATH", path, 1), 0);
}

START_TEST(a_source_is_translated_once_for_all_tools)
{
    const struct ll_tool *rows[] = {ll_tool_find("asan"), ll_tool_find("lastref"),
                                    ll_tool_find("plain"), NULL};
    write_counter();
    session.no_cache = true;
    session.limits.wall_seconds = session.limits.cpu_seconds = HANG_SECONDS;
    add_source("short.pyx", "print(1)\n");
    subject.python = true;
    for (int i = 1; i <= 2; i++) {
        ck_assert_int_eq(ll_session_run_one(&session, &subject, rows, &result, &err),
                         0);
        for (size_t k = 0; k < result.run_count; k++)
            ck_assert_str_eq(result.runs[k].output, i == 1 ? "1\n" : "2\n");
        ck_assert_uint_eq(count_translations(), (size_t)i);
        free(write_file("short.pyx", "print(2)\n"));
        ll_result_release(&result);
    }
    /* With what is only the program's, too. */
    const struct ll_tool *plain[] = {ll_tool_find("plain"), NULL};
    subject.fail = strdup("PyMem_Malloc:100000");
    ck_assert_int_eq(ll_session_run_one(&session, &subject, plain, &result, &err), 0);
    ck_assert_str_eq(result.runs[0].output, "2\n");
    ck_assert_uint_eq(count_translations(), 2);
}
END_TEST

/* What is lost in modules that share a .pxd and a source in C. */
static const struct part {
    unsigned bytes;
    const char *allocated_in, *lost_in, *function, *lost, *variable;
    enum ll_loss how;
} parts[] = {
    {11, "inner.pyx", "inner.pyx", "lose", "inner-lost", "text", LL_LOSS_SCOPE_END},
    {13, "plain.c", "outer.pyx", "fill", "raised", "text", LL_LOSS_SCOPE_END},
    {17, "inner.pyx", "outer.pyx", "replace", "replaced", "row.cells",
     LL_LOSS_OVERWRITTEN},
    {23, "plain.c", "outer.pyx", "Wide.__dealloc__", "derived", "self.more",
     LL_LOSS_CONTAINER_FREED},
};
enum { PARTS = sizeof parts / sizeof *parts };

static void assert_part(const struct part *part)
{
    char file[64];
    const char *const *roots = ll_strings_argv(&subject.roots);
    const struct ll_diag *diag = diag_of(part->bytes);
    const struct ll_frame *frame = ll_stack_own(&diag->allocated, roots);
    ck_assert_str_eq(ll_path_base(frame->file), part->allocated_in);
    snprintf(file, sizeof file, "parts/%s", part->lost_in);
    labelled = file;
    frame = ll_stack_own(&diag->lost, roots);
    ck_assert_str_eq(ll_path_base(frame->file), part->lost_in);
    ck_assert_str_eq(frame->function, part->function);
    ck_assert_uint_eq(frame->line, line_of(part->lost));
    ck_assert_str_eq(diag->variable, part->variable);
    ck_assert_int_eq(diag->how, part->how);
}

/* Functions of Python's headers, such as Py_XDECREF(), are nobody's own calls. */
static void assert_path(const struct ll_path *path)
{
    ck_assert_uint_gt(path->count, 0);
    for (size_t i = 0; i < path->count; i++)
        ck_assert_msg(!ll_starts_with(path->calls[i].function, "Py_") &&
                          !ll_starts_with(path->calls[i].function, "_Py_"),
                      "%s", path->calls[i].function);
}

START_TEST(a_package_has_several_modules)
{
    if (!has_tool("lastptr")) {
        skip("lastptr is not built");
        return;
    }
    add("parts/outer.pyx");
    add("parts/inner.pyx");
    add("parts/plain.c");
    add("use_parts.py");
    const struct ll_run *judged = judge("lastptr");
    ck_assert_msg(judged->status == LL_RUN_JUDGED, "%s %s", judged->note,
                  judged->compiler);
    ck_assert_str_eq(judged->output, "parts.outer parts.inner 42\n13\n");
    ck_assert_uint_eq(result.diags.count, PARTS);
    for (size_t i = 0; i < PARTS; i++)
        assert_part(&parts[i]);
    assert_path(&diag_of(23)->path);
}
END_TEST

/* ---- a lesson -------------------------------------------------------------------- */

static struct ll_lesson *load(void)
{
    struct ll_lesson *lesson = ll_lesson_load(FOLDER "/26-noise", &err);
    ck_assert_msg(lesson != NULL, "%s", err.text);
    return lesson;
}

/* Its exercise as shipped, and its solution, are one module: `import noise`. */
START_TEST(a_lesson_is_judged)
{
    struct ll_case *cases;
    size_t count;
    struct ll_lesson *lesson = load();
    const struct ll_tool *rows[] = {ll_tool_find("asan"), NULL};
    session.limits.wall_seconds = session.limits.cpu_seconds = HANG_SECONDS;
    ck_assert_int_eq(ll_cases(lesson, NULL, true, &cases, &count, &err), 0);
    ck_assert_uint_eq(count, 5);
    for (size_t i = 2; i < 4; i++) {
        ck_assert_int_eq(
            ll_session_run_one(&session, &cases[i].subject, rows, &result, &err), 0);
        ck_assert_str_eq(result.runs[0].output, "2.0\ntoo many\n");
        ck_assert_uint_eq(result.diags.count, i == 2);
        if (i == 2)
            ck_assert_uint_eq(ll_stack_own(&result.diags.items[0].allocated,
                                           ll_strings_argv(&cases[i].subject.roots))
                                  ->line,
                              ll_labels_find(&cases[i].labels, "alloc")->line);
        ll_result_release(&result);
    }
    ll_cases_free(cases, count);
    ll_lesson_free(lesson);
}
END_TEST

START_TEST(learners_get_no_labels)
{
    struct ll_buf text = LL_BUF_INIT;
    struct ll_lesson *lesson = load();
    char *exercise = in_folder("exercise.pyx"), *manifest = in_folder("lesson.yml");
    char *declarations = in_folder("limits.pxd");
    ck_assert_msg(ll_handout_lesson(lesson, folder, &err) == 0, "%s", err.text);
    ck_assert_int_eq(ll_file_read(exercise, 1 << 20, &text, NULL), 0);
    ck_assert_ptr_null(strstr(ll_buf_text(&text), "@"));
    ck_assert_int_eq(ll_file_read(manifest, 1 << 20, &text, NULL), 0);
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&text), "module: noise"));
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&text), "language: cython"));
    ck_assert(ll_path_exists(declarations)); /* exercise.pyx takes them */
    ll_buf_release(&text);
    free(declarations);
    free(manifest);
    free(exercise);
    ll_lesson_free(lesson);
}
END_TEST

START_TEST(it_can_be_graded)
{
    struct ll_harness harness;
    struct ll_buf why = LL_BUF_INIT;
    struct ll_lesson *lesson = load();
    const struct ll_exercise *exercise = ll_lesson_exercise(lesson, NULL, &err);
    ck_assert_msg(ll_harness_make(lesson, exercise, true, &harness, &why, &err) == 0,
                  "%s%s", ll_buf_text(&why), err.text);
    ck_assert(harness.has_interpreter && harness.in_cython);
    ck_assert_uint_eq(harness.functions.count, 1);
    ck_assert(strncmp(harness.functions.items[0], "PyInit_", 7) == 0);
    ll_harness_release(&harness);
    ll_buf_release(&why);
    ll_lesson_free(lesson);
}
END_TEST

/* What a .pyx of the lesson cimports is no stray file. */
START_TEST(declarations_belong_to_the_lesson)
{
    static const char *const tools[] = {"memcheck", "asan", "lastptr", NULL};
    struct ll_strings findings = LL_STRINGS_INIT;
    struct ll_lesson *lesson = load();
    ck_assert_int_eq(ll_lesson_check(lesson, tools, &findings, &err), 0);
    for (size_t i = 0; i < findings.count; i++)
        ck_assert_ptr_null(strstr(findings.items[i], "limits.pxd"));
    ll_strings_release(&findings);
    ll_lesson_free(lesson);
}
END_TEST

START_TEST(a_submission_may_take_the_declarations_of_its_lesson)
{
    struct ll_harness harness;
    struct ll_compiled compiled;
    struct ll_buf why = LL_BUF_INIT, text = LL_BUF_INIT;
    unsetenv("TMPDIR"); /* isolated jobs cannot enter the one of this test */
    struct ll_lesson *lesson = load();
    ck_assert_int_eq(ll_harness_make(lesson, ll_lesson_exercise(lesson, NULL, &err),
                                     true, &harness, &why, &err),
                     0);
    ck_assert_int_eq(
        ll_file_read(FOLDER "/26-noise/solution.pyx", 1 << 20, &text, &err), 0);
    ck_assert_int_eq(
        ll_gate_cython("exercise.pyx", ll_buf_text(&text), &harness.headers, &why), 0);
    ck_assert_int_eq(
        ll_compiled_open(&harness, ll_buf_text(&text), text.len, &compiled, &err), 0);
    int made = ll_compiled_preprocess(&harness, &compiled, &why, &err);
    ck_assert_msg(made == 0, "%s: %s%s", ll_buf_text(&why),
                  ll_buf_text(&compiled.words), err.text);
    ll_compiled_release(&compiled);
    ll_harness_release(&harness);
    ll_buf_release(&text);
    ll_buf_release(&why);
    ll_lesson_free(lesson);
}
END_TEST

START_TEST(a_solution_in_cpp_cannot_be_graded)
{
    struct ll_harness harness;
    struct ll_buf why = LL_BUF_INIT;
    char command[1024];
    snprintf(command, sizeof command,
             "cp -r " FOLDER "/26-noise '%s' && cd '%s/26-noise' &&"
             "echo '# distutils: language = c++' >>solution.pyx",
             folder, folder);
    ck_assert_int_eq(system(command), 0);
    char *copy = in_folder("26-noise");
    struct ll_lesson *lesson = ll_lesson_load(copy, &err);
    ck_assert_msg(lesson != NULL, "%s", err.text);
    ck_assert_int_eq(ll_harness_make(lesson, ll_lesson_exercise(lesson, NULL, &err),
                                     true, &harness, &why, &err),
                     -1);
    ck_assert_str_eq(err.text, "'solution.pyx' becomes C++: modules are graded in C");
    ll_harness_release(&harness);
    ll_buf_release(&why);
    ll_lesson_free(lesson);
    free(copy);
}
END_TEST

/* ---- the cache ------------------------------------------------------------------- */

START_TEST(a_changed_declaration_is_translated_anew)
{
    const struct ll_tool *rows[] = {ll_tool_find("asan"), NULL};
    session.limits.wall_seconds = session.limits.cpu_seconds = HANG_SECONDS;
    free(write_file("sizes.pxd", "cdef enum:\n    SIZE = 3\n"));
    add_source("sizes.pyx", "print(SIZE)\n");
    ck_assert(ll_set_text(&subject.name, "sizes.pyx"));
    subject.python = true;
    for (int i = 0; i < 3; i++) {
        if (i == 2) {
            free(write_file("sizes.pxd", "cdef enum:\n    SIZE = 4\n"));
            sleep(1);
        }
        ck_assert_int_eq(ll_session_run_one(&session, &subject, rows, &result, &err),
                         0);
        ck_assert_str_eq(result.runs[0].output, i == 2 ? "4\n" : "3\n");
        ck_assert_int_eq(result.runs[0].cached, i == 1);
        ll_result_release(&result);
    }
}
END_TEST

int main(void)
{
    if (LL_PYTHON_LIBS[0] == '\0')
        return skip_suite("there is no libpython (python3-dev)");
    if (system("cython3 --version >/dev/null 2>&1 || cython --version >/dev/null 2>&1"))
        return skip_suite("Cython is missing (cython3)");
    setenv("LEAKLAB_HOME", LL_BUILD_DIR, 1);
    Suite *suite = suite_create("cython");
    TCase *first = case_create("translation");
    tcase_add_checked_fixture(first, programs_setup, programs_teardown);
    tcase_add_test(first, a_write_past_the_end_is_told_with_values);
    tcase_add_test(first, an_error_of_cythons_is_shown_as_its_own);
    tcase_add_test(first, the_cython_of_the_environment_comes_first);
    tcase_add_test(first, a_source_is_translated_once_for_all_tools);
    tcase_add_test(first, learners_get_no_labels);
    tcase_add_test(first, it_can_be_graded);
    tcase_add_test(first, declarations_belong_to_the_lesson);
    tcase_add_test(first, a_submission_may_take_the_declarations_of_its_lesson);
    tcase_add_test(first, a_solution_in_cpp_cannot_be_graded);
    suite_add_tcase(suite, first);
    TCase *runs = case_create("modules in Cython");
    tcase_add_checked_fixture(runs, programs_setup, programs_teardown);
    tcase_add_test(runs, a_loss_has_the_line_and_the_variable_of_the_pyx);
    tcase_add_test(runs, a_temporary_of_cythons_keeps_no_block);
    tcase_add_loop_test(
        runs, a_leak_on_the_way_of_an_exception_is_seen_and_what_is_right_is_not, 0, 2);
    tcase_add_test(runs, a_lost_object_and_what_it_held_are_one_fault);
    tcase_add_test(runs, the_wrong_family_is_seen);
    tcase_add_test(runs, a_lesson_is_judged);
    tcase_add_test(runs, a_changed_declaration_is_translated_anew);
    suite_add_tcase(suite, runs);
    TCase *several = case_create("several sources");
    tcase_add_checked_fixture(several, programs_setup, programs_teardown);
    tcase_add_test(several, a_package_has_several_modules);
    suite_add_tcase(suite, several);
    TCase *analyzers = case_create("analyzers");
    tcase_add_checked_fixture(analyzers, programs_setup, programs_teardown);
    tcase_add_test(analyzers, an_analyzer_reads_the_c_that_cython_made);
    suite_add_tcase(suite, analyzers);
    TCase *plus = case_create("C++");
    tcase_add_checked_fixture(plus, programs_setup, programs_teardown);
    tcase_add_test(plus, a_module_in_cpp_that_is_right_is_clean);
    tcase_add_loop_test(plus, a_leak_of_a_module_in_cpp_is_seen, 0, 2);
    tcase_add_test(plus, a_loss_of_a_module_in_cpp_has_its_variable);
    suite_add_tcase(suite, plus);
    return suite_run(suite);
}
