/* SPDX-License-Identifier: MIT */
#include "grade/second_look.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "diag/cause.h"
#include "diag/origin.h"
#include "grade/snapshot.h"
#include "submission/isolate.h"

enum { PROGRAM_MAX = 64 << 20 };

/* Of the time limit: only words are lost when it is stopped. */
#define TIME_SHARE 0.3

/* ---- is there something to see? -------------------------------------------------- */

/* Whether a test came there, which the second look does not run. */
static bool is_tests(const struct ll_diag *diag, const char *suite)
{
    for (size_t i = 0; suite != NULL && i < diag->at.count; i++)
        if (diag->at.frames[i].file != NULL &&
            strcmp(ll_path_base(diag->at.frames[i].file), suite) == 0)
            return true;
    return false;
}

static bool is_needed(const struct ll_second_look *look, const struct ll_diags *diags)
{
    for (size_t i = 0; i < diags->count; i++)
        if (ll_origin_is_missing(&diags->items[i], look->roots) &&
            !is_tests(&diags->items[i], look->harness->exercise->tests))
            return true;
    return false;
}

/* ---- the values that the run leaves ---------------------------------------------- */

static int add_values(void *data, const struct ll_tool_run *run, struct ll_diags *diags,
                      struct ll_error *err)
{
    const struct ll_second_look *look = data;
    struct ll_buf snapshot = LL_BUF_INIT, program = LL_BUF_INIT;
    const struct ll_snapshot_order order = {.harness = look->harness,
                                            .folder = look->copy->lesson->folder,
                                            .snapshot = &snapshot,
                                            .program = &program,
                                            .source = &look->intake->source};
    char *folder = ll_path_dir(run->program);
    int result = folder == NULL ? ll_fail_memory(err)
                                : ll_snapshot_fetch(run->dir, &snapshot, err);
    if (result == 0 && snapshot.len > 0)
        result = ll_isolate_fetch(folder, ll_path_base(run->program), PROGRAM_MAX,
                                  &program, err);
    if (result == 0 && program.len > 0)
        result = ll_snapshot_tell(&order, diags, err);
    ll_buf_release(&program);
    ll_buf_release(&snapshot);
    free(folder);
    return result < 0 ? -1 : 0;
}

/* ---- real names ------------------------------------------------------------------ */

/* Replace a name in the copy, or one without a folder, by the real one. */
static bool place_file(const struct ll_second_look *look, char **file)
{
    const struct ll_harness *harness = look->harness;
    const char *folder = look->copy->lesson != NULL ? look->copy->lesson->folder : NULL;
    const char *name = *file;
    if (name == NULL)
        return true;
    if (ll_starts_with(name, LL_SUBMISSION_ROOT "/"))
        name += strlen(LL_SUBMISSION_ROOT "/");
    if (folder != NULL && ll_starts_with(name, folder) && name[strlen(folder)] == '/')
        name += strlen(folder) + 1;
    if (strchr(name, '/') != NULL)
        return true;
    char *real = strcmp(name, ll_exercise_file(harness->exercise)) == 0
                     ? strdup(look->intake->path)
                     : ll_path_join(harness->lesson->folder, name);
    if (real == NULL)
        return false;
    free(*file);
    *file = real;
    return true;
}

static bool place_stack(const struct ll_second_look *look, struct ll_stack *stack)
{
    bool good = true;
    for (size_t i = 0; i < stack->count && good; i++)
        good = place_file(look, &stack->frames[i].file);
    return good;
}

static int place_all(const struct ll_second_look *look, struct ll_diags *diags,
                     struct ll_error *err)
{
    for (size_t i = 0; i < diags->count; i++)
        if (!place_stack(look, &diags->items[i].at) ||
            !place_stack(look, &diags->items[i].allocated))
            return ll_fail_memory(err);
    return 0;
}

int ll_second_look_place(const struct ll_second_look *look,
                         struct ll_warnings *warnings, struct ll_error *err)
{
    for (size_t i = 0; i < warnings->count; i++)
        if (!place_file(look, &warnings->items[i].file))
            return ll_fail_memory(err);
    return 0;
}

/* ---- looking --------------------------------------------------------------------- */

static int add_copies(struct ll_diags *to, const struct ll_diags *from,
                      struct ll_error *err)
{
    for (size_t i = 0; i < from->count; i++)
        if (ll_diags_add_copy(to, &from->items[i], err) != 0)
            return -1;
    return 0;
}

/* Join what follows from what is known now, as at home. Each test is a program of its
 * own, and was joined before. */
static int settle_program(const struct ll_second_look *look, struct ll_diags *diags,
                          struct ll_error *err)
{
    struct ll_diags program = {0}, tests = {0};
    int result = 0;
    for (size_t i = 0; i < diags->count && result == 0; i++)
        result = ll_diags_add_copy(
            is_tests(&diags->items[i], look->harness->exercise->tests) ? &tests
                                                                       : &program,
            &diags->items[i], err);
    if (result == 0)
        result = ll_diags_settle(&program, look->roots, NULL, err);
    if (result == 0)
        result = add_copies(&program, &tests, err);
    ll_diags_release(&tests);
    ll_diags_release(diags);
    *diags = program;
    return result;
}

/* Take what the run tells of faults that are known. */
static int take_run(const struct ll_second_look *look, struct ll_run *run,
                    struct ll_diags *diags, struct ll_warnings *warnings,
                    struct ll_error *err)
{
    struct ll_diags *known[] = {diags};
    if (run->status != LL_RUN_JUDGED)
        return 0;
    if (place_all(look, &run->diags, err) != 0)
        return -1;
    if (!ll_origins_keep(&run->diags, known, 1, look->roots))
        return ll_fail_memory(err);
    if (run->diags.count == 0)
        return 0;
    int result = ll_diags_merge(diags, &run->diags, look->roots, err);
    if (result == 0)
        result = settle_program(look, diags, err);
    if (result == 0)
        result = ll_warnings_read(warnings, run->compiler, err);
    ll_diags_sort(diags);
    return result;
}

static int look_with(const struct ll_second_look *look, const struct ll_tool *tool,
                     struct ll_diags *diags, struct ll_warnings *warnings,
                     double *seconds, struct ll_error *err)
{
    struct ll_subject subject = look->copy->one->subject; /* which owns all of it */
    const struct ll_tool *const tools[] = {tool, NULL};
    const struct ll_task task = {&subject, tools};
    struct ll_result found = {0};
    subject.left = add_values;
    subject.left_data = (void *)(uintptr_t)look;
    int result = ll_session_run(&look->copy->session, &task, 1, &found, err);
    if (result == 0) {
        *seconds += found.runs[0].build_seconds + found.runs[0].run_seconds;
        result = take_run(look, &found.runs[0], diags, warnings, err);
        ll_result_release(&found);
    }
    return result;
}

int ll_second_look(const struct ll_second_look *look, struct ll_diags *diags,
                   struct ll_warnings *warnings, double *seconds, struct ll_error *err)
{
    if (!is_needed(look, diags))
        return 0;
    int result =
        ll_lesson_copy_open(look->copy, look->harness->lesson, look->harness->exercise,
                            look->options, look->intake, err);
    if (result == 0)
        result = ll_lesson_copy_strip(look->copy, look->harness, err);
    look->copy->session.limits.wall_seconds *= TIME_SHARE;
    look->copy->session.limits.cpu_seconds *= TIME_SHARE;
    for (const struct ll_tool *const *tool = ll_tools; *tool != NULL && result == 0;
         tool++)
        if ((*tool)->explains_unset)
            result = look_with(look, *tool, diags, warnings, seconds, err);
    return result;
}
