/* SPDX-License-Identifier: MIT */
#include "judge/steps.h"

#include <stdlib.h>
#include <string.h>

#include "judge/watched.h"

bool ll_step_has_test(const struct ll_step *step, const char *name)
{
    for (unsigned i = 0; i < step->tests_count; i++)
        if (strcmp(step->tests[i], name) == 0)
            return true;
    return false;
}

bool ll_step_is_new(const struct ll_exercise *exercise, const struct ll_step *step,
                    const struct ll_diag *diag)
{
    return ll_kind_is_fault(diag->kind) &&
           (step != NULL ? !ll_step_has_kind(step, diag->kind)
                         : ll_exercise_step(exercise, diag->kind) == NULL);
}

/* Make the step's tests a program. */
static int fill(struct ll_step_judgement *item, const struct ll_step *step,
                const struct ll_subject *suite, struct ll_error *err)
{
    struct ll_buf only = LL_BUF_INIT;
    for (unsigned i = 0; i < step->tests_count; i++)
        ll_buf_addf(&only, "%s%s", i > 0 ? "," : "", step->tests[i]);
    item->step = step;
    int result =
        only.full ? ll_fail_memory(err)
                  : ll_watched_subject(suite, ll_buf_text(&only), &item->subject, err);
    ll_buf_release(&only);
    return result;
}

static int open_steps(const struct ll_steps_order *order, struct ll_steps *out,
                      struct ll_error *err)
{
    const struct ll_exercise *exercise = order->exercise;
    if (exercise->steps_count == 0)
        return 0;
    out->items = calloc(exercise->steps_count, sizeof *out->items);
    if (out->items == NULL)
        return ll_fail_memory(err);
    for (; out->count < exercise->steps_count; out->count++)
        if (fill(&out->items[out->count], &exercise->steps[out->count], order->suite,
                 err) != 0)
            return -1;
    return 0;
}

static bool was_built(const struct ll_result *behaviour)
{
    return behaviour->run_count > 0 && behaviour->runs[0].status != LL_RUN_NOT_BUILT;
}

/* Whether a test of the step failed in the run of the whole suite. */
static bool has_failed(const struct ll_step *step, const struct ll_diags *failed)
{
    for (size_t i = 0; i < failed->count; i++) {
        const struct ll_stack *at = &failed->items[i].at;
        if (at->count > 0 && at->frames[0].function != NULL &&
            ll_step_has_test(step, at->frames[0].function))
            return true;
    }
    return false;
}

/* Whether a fault of the step was seen in the program. */
static bool is_seen(const struct ll_step *step, const struct ll_diags *program)
{
    for (size_t i = 0; i < program->count; i++)
        if (ll_kind_is_fault(program->items[i].kind) &&
            ll_step_has_kind(step, program->items[i].kind))
            return true;
    return false;
}

/* The same, in the tests of any step. */
static bool is_seen_in_tests(const struct ll_step *step, const struct ll_steps *steps)
{
    for (size_t i = 0; i < steps->count; i++)
        if (is_seen(step, &steps->items[i].result.diags))
            return true;
    return false;
}

static void conclude(const struct ll_steps_order *order, struct ll_steps *steps)
{
    for (size_t i = 0; i < steps->count; i++) {
        struct ll_step_judgement *item = &steps->items[i];
        item->failed = has_failed(item->step, &order->behaviour->diags);
        item->mended = item->result.run_count > 0 && item->result.verdict == LL_PASS &&
                       !item->failed && !is_seen(item->step, &order->program->diags) &&
                       !is_seen_in_tests(item->step, steps);
    }
}

int ll_steps_judge(const struct ll_session *session, const struct ll_steps_order *order,
                   struct ll_steps *out, struct ll_error *err)
{
    const struct ll_tool **tools = ll_watched_tools(order->tools, err);
    struct ll_task *tasks = calloc(order->exercise->steps_count + 1, sizeof *tasks);
    struct ll_result *results =
        calloc(order->exercise->steps_count + 1, sizeof *results);
    int result = tools == NULL                      ? -1
                 : tasks == NULL || results == NULL ? ll_fail_memory(err)
                                                    : open_steps(order, out, err);
    if (result == 0 && out->count > 0 && was_built(order->behaviour)) {
        for (size_t i = 0; i < out->count; i++)
            tasks[i] = (struct ll_task){&out->items[i].subject, tools};
        result = ll_session_run(session, tasks, out->count, results, err);
        for (size_t i = 0; i < out->count && result == 0; i++)
            out->items[i].result = results[i];
    }
    if (result == 0)
        conclude(order, out);
    free(results);
    free(tasks);
    free(tools);
    return result;
}

int ll_steps_recall(const struct ll_session *session,
                    const struct ll_steps_order *order, struct ll_steps *out,
                    struct ll_error *err)
{
    const struct ll_tool **tools = ll_watched_tools(order->tools, err);
    int known = tools == NULL || open_steps(order, out, err) != 0 ? -1 : 1;
    for (size_t i = 0; i < out->count && known == 1 && was_built(order->behaviour);
         i++) {
        const struct ll_task task = {&out->items[i].subject, tools};
        known = ll_session_recall(session, &task, &out->items[i].result, err);
    }
    if (known == 1)
        conclude(order, out);
    free(tools);
    return known;
}

void ll_steps_release(struct ll_steps *steps)
{
    for (size_t i = 0; i < steps->count; i++) {
        ll_result_release(&steps->items[i].result);
        free(steps->items[i].subject.only);
    }
    free(steps->items);
    *steps = (struct ll_steps){0};
}

size_t ll_steps_mended(const struct ll_steps *steps)
{
    size_t mended = 0;
    for (size_t i = 0; i < steps->count; i++)
        mended += steps->items[i].mended;
    return mended;
}
