/* SPDX-License-Identifier: MIT
 *
 * The second look at a subject: a run of one more tool, which knows of a fault what the
 * tools before it do not. It costs another run, so it is taken only where there is
 * something to explain:
 *
 *     lost memory         where the last pointer went
 *     an unset value      which variable it is, or which block, and where it comes from
 *
 * A look adds to faults that are known; it never adds a fault or changes a verdict. */
#include <stdlib.h>

#include "base/grow.h"
#include "diag/origin.h"
#include "session/session.h"

/* What a look is for. */
struct look {
    bool (*offers)(const struct ll_tool *tool);
    bool (*lacks)(const struct ll_diag *diag, const char *const *roots);

    /* Keep of the run what explains a fault of the result. False: nothing, and the run
     * is not shown. NULL: all of it is kept, and a tool that is missing is told. */
    bool (*keep)(struct ll_result *result, struct ll_diags *found,
                 const char *const *roots);
};

static const char *const *roots_of(const struct ll_result *result)
{
    return ll_strings_argv(&result->subject->roots);
}

/* ---- lost memory --------------------------------------------------------------- */

static bool offers_losses(const struct ll_tool *tool)
{
    return tool->explains_leaks;
}

static bool lacks_loss(const struct ll_diag *diag, const char *const *roots)
{
    /* The pointers to an object that Python's code has made are in Python's code. */
    bool is_pythons = diag->kind == LL_LOST_REFERENCE &&
                      ll_stack_own(&diag->allocated, roots) == NULL;
    bool lost = (ll_kind_is_leak(diag->kind) && ll_kind_is_fault(diag->kind) &&
                 !ll_kind_is_reachable(diag->kind)) ||
                (diag->kind == LL_DESCRIPTOR_LEAK && diag->bytes > 0);
    return lost && !is_pythons && diag->lost.count == 0;
}

/* ---- unset values --------------------------------------------------------------- */

static bool offers_origins(const struct ll_tool *tool)
{
    return tool->explains_unset;
}

/* Keep of `found` what another run of the result has seen, too. */
static bool keep_origins(struct ll_result *result, struct ll_diags *found,
                         const char *const *roots)
{
    struct ll_diags **known = calloc(result->run_count + 1, sizeof(struct ll_diags *));
    for (size_t i = 0; known != NULL && i < result->run_count; i++)
        known[i] = &result->runs[i].diags;
    bool good =
        known != NULL && ll_origins_keep(found, known, result->run_count, roots);
    free(known);
    return good && found->count > 0;
}

/* ---- looking -------------------------------------------------------------------- */

static const struct look looks[] = {
    {offers_losses, lacks_loss, NULL},
    {offers_origins, ll_origin_is_missing, keep_origins},
};

static bool was_asked(const struct ll_result *result, const struct ll_tool *tool)
{
    for (size_t i = 0; i < result->run_count; i++)
        if (result->runs[i].tool == tool)
            return true;
    return false;
}

static bool needs_look(const struct look *look, const struct ll_result *result,
                       const struct ll_tool *tool)
{
    if (tool->is_built_in && result->subject->finished != NULL)
        return false; /* nothing is compiled */
    for (size_t i = 0; i < result->diags.count; i++)
        if (look->lacks(&result->diags.items[i], roots_of(result)))
            return !was_asked(result, tool);
    return false;
}

/* Move the only run of `more` into `result`, with what it tells. */
static int take_run(const struct look *look, struct ll_result *result,
                    struct ll_result *more, struct ll_error *err)
{
    const char *const *roots = roots_of(result);
    size_t count = result->run_count;
    if (look->keep != NULL && !look->keep(result, &more->runs[0].diags, roots))
        return 0;
    if (!LL_GROW_ONE(result->runs, count))
        return ll_fail_memory(err);
    result->runs[count] = more->runs[0];
    result->run_count = count + 1;
    more->run_count = 0;
    return ll_result_merge(result, err);
}

static int look_with(const struct ll_session *session, const struct look *look,
                     const struct ll_tool *tool, struct ll_result *const *results,
                     size_t count, struct ll_error *err)
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
        if (needs_look(look, results[i], tool)) {
            tasks[needed] = (struct ll_task){results[i]->subject, tools};
            for_whom[needed++] = results[i];
        }
    if (needed > 0 && ll_session_run(session, tasks, needed, found, err) != 0)
        goto out;
    ran = needed;
    status = 0;
    for (size_t i = 0; i < ran && status == 0; i++)
        status = take_run(look, for_whom[i], &found[i], err);

out:
    for (size_t i = 0; i < ran; i++)
        ll_result_release(&found[i]);
    free(for_whom);
    free(found);
    free(tasks);
    return status;
}

int ll_session_explain(const struct ll_session *session,
                       struct ll_result *const *results, size_t count,
                       struct ll_error *err)
{
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
        for (const struct ll_tool *const *tool = ll_tools; *tool != NULL; tool++)
            if (looks[i].offers(*tool) &&
                look_with(session, &looks[i], *tool, results, count, err) != 0)
                return -1;
    return 0;
}
