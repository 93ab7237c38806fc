/* SPDX-License-Identifier: MIT
 *
 * The second look at subjects that lost memory: a run of a tool that explains where the
 * last pointers went. It costs another run, so it is taken only where there is a loss
 * to explain. */
#include <stdlib.h>

#include "base/grow.h"
#include "session/session.h"

static bool was_asked(const struct ll_result *result, const struct ll_tool *tool)
{
    for (size_t i = 0; i < result->run_count; i++)
        if (result->runs[i].tool == tool)
            return true;
    return false;
}

static bool is_unexplained(const struct ll_diag *diag)
{
    return ll_kind_is_leak(diag->kind) && ll_kind_is_fault(diag->kind) &&
           diag->lost.count == 0;
}

static bool needs_look(const struct ll_result *result, const struct ll_tool *tool)
{
    for (size_t i = 0; i < result->diags.count; i++)
        if (is_unexplained(&result->diags.items[i]))
            return !was_asked(result, tool);
    return false;
}

/* Move the only run of `more` into `result`, with what it tells. */
static int take_run(struct ll_result *result, struct ll_result *more,
                    struct ll_error *err)
{
    size_t count = result->run_count;
    if (!LL_GROW_ONE(result->runs, count))
        return ll_fail_memory(err);
    result->runs[count] = more->runs[0];
    result->run_count = count + 1;
    more->run_count = 0;
    const char *const *roots = ll_strings_argv(&result->subject->roots);
    if (ll_diags_merge(&result->diags, &result->runs[count].diags, roots, err) != 0)
        return -1;
    ll_diags_sort(&result->diags);
    return 0;
}

static int look_with(const struct ll_session *session, const struct ll_tool *tool,
                     struct ll_result *const *results, size_t count,
                     struct ll_error *err)
{
    int status = -1;
    const struct ll_tool *const tools[] = {tool, NULL};
    size_t needed = 0, ran = 0;
    struct ll_task *tasks = calloc(count + 1, sizeof *tasks);
    struct ll_result *found = calloc(count + 1, sizeof *found);
    struct ll_result **for_whom = calloc(count + 1, sizeof *for_whom);
    if (tasks == NULL || found == NULL || for_whom == NULL) {
        ll_fail_memory(err);
        goto out;
    }
    for (size_t i = 0; i < count; i++)
        if (needs_look(results[i], tool)) {
            tasks[needed] = (struct ll_task){results[i]->subject, tools};
            for_whom[needed++] = results[i];
        }
    if (needed > 0 && ll_session_run(session, tasks, needed, found, err) != 0)
        goto out;
    ran = needed;
    status = 0;
    for (size_t i = 0; i < ran && status == 0; i++)
        status = take_run(for_whom[i], &found[i], err);

out:
    for (size_t i = 0; i < ran; i++)
        ll_result_release(&found[i]);
    free(for_whom);
    free(found);
    free(tasks);
    return status;
}

int ll_session_explain_leaks(const struct ll_session *session,
                             struct ll_result *const *results, size_t count,
                             struct ll_error *err)
{
    for (const struct ll_tool *const *tool = ll_tools; *tool != NULL; tool++)
        if ((*tool)->explains_leaks &&
            look_with(session, *tool, results, count, err) != 0)
            return -1;
    return 0;
}
