/* SPDX-License-Identifier: MIT */
#include "grade/home_look.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "grade/lesson_copy.h"

/* Name a file of the copy as the graded programs' debug information does. */
static bool place_file(const struct ll_home_look *look, const char *copy, char **file)
{
    const struct ll_harness *harness = look->harness;
    if (*file == NULL || !ll_path_below(*file, copy))
        return true;
    const char *name = ll_path_base(*file);
    bool own = strcmp(name, ll_exercise_file(harness->exercise)) == 0;
    char *placed =
        ll_path_join(own ? LL_SUBMISSION_ROOT : harness->lesson->folder, name);
    if (placed == NULL)
        return false;
    free(*file);
    *file = placed;
    return true;
}

static bool place_stack(const struct ll_home_look *look, const char *copy,
                        struct ll_stack *stack)
{
    bool good = true;
    for (size_t i = 0; i < stack->count && good; i++)
        good = place_file(look, copy, &stack->frames[i].file);
    return good;
}

static int take(const struct ll_home_look *look, const char *copy,
                const struct ll_run *run, struct ll_diags *diags, struct ll_error *err)
{
    int result = 0;
    for (size_t i = 0; i < run->diags.count && result == 0; i++) {
        struct ll_diag *diag = &run->diags.items[i];
        bool good = place_stack(look, copy, &diag->at) &&
                    place_stack(look, copy, &diag->allocated) &&
                    place_stack(look, copy, &diag->other);
        for (size_t k = 0; k < diag->held_count && good; k++)
            good = place_stack(look, copy, &diag->held[k].allocated);
        if (!good)
            result = ll_fail_memory(err);
        else
            result = ll_diags_add_copy(diags, diag, err);
    }
    return result;
}

static int run(const struct ll_home_look *look, const struct ll_lesson_copy *copy,
               const struct ll_tool *tool, struct ll_home_seen *seen,
               struct ll_error *err)
{
    const struct ll_tool *const tools[] = {tool, NULL};
    const struct ll_task task = {&copy->one->subject, tools};
    struct ll_result found = {0};
    int result = ll_session_run(&copy->session, &task, 1, &found, err);
    if (result == 0) {
        const struct ll_run *ran = &found.runs[0];
        seen->seconds = ran->build_seconds + ran->run_seconds;
        seen->whole = ll_run_is_whole(ran);
        if (ran->status == LL_RUN_JUDGED)
            result = take(look, copy->lesson->folder, ran, &seen->diags, err);
    }
    ll_result_release(&found);
    return result;
}

int ll_home_look(const struct ll_home_look *look, const struct ll_tool *tool,
                 const struct ll_buf *text, struct ll_home_seen *seen,
                 struct ll_error *err)
{
    struct ll_lesson_copy copy = {0};
    struct ll_intake intake = *look->intake; /* borrows */
    *seen = (struct ll_home_seen){0};
    if (text != NULL)
        intake.source = *text;
    int result =
        ll_lesson_copy_open(&copy, look->harness->lesson, look->harness->exercise,
                            look->options, &intake, err);
    if (result == 0)
        result = ll_lesson_copy_strip(&copy, look->harness, err);
    if (result == 0)
        result = run(look, &copy, tool, seen, err);
    ll_lesson_copy_close(&copy);
    return result;
}
