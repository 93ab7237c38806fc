/* SPDX-License-Identifier: MIT */
#include "judge/watched.h"

#include <stdlib.h>
#include <string.h>

int ll_watched_subject(const struct ll_subject *suite, const char *only,
                       struct ll_subject *out, struct ll_error *err)
{
    *out = *suite;
    out->is_suite = false;
    out->only = strdup(only);
    return out->only == NULL ? ll_fail_memory(err) : 0;
}

const struct ll_tool **ll_watched_tools(const struct ll_tool *const *tools,
                                        struct ll_error *err)
{
    size_t count = 0;
    while (tools[count] != NULL)
        count++;
    const struct ll_tool **some = calloc(count + 1, sizeof *some);
    if (some == NULL)
        ll_fail_memory(err);
    for (size_t i = 0, k = 0; some != NULL && i < count; i++)
        if (!tools[i]->explains_leaks && !tools[i]->explains_unset)
            some[k++] = tools[i];
    return some;
}

struct ll_limits ll_watched_limits(const struct ll_limits *limits)
{
    const double times = 6;
    struct ll_limits longer = *limits;
    longer.wall_seconds *= times;
    longer.cpu_seconds *= times;
    return longer;
}

static struct ll_session with_more_time(const struct ll_session *session)
{
    struct ll_session longer = *session;
    longer.limits = ll_watched_limits(&session->limits);
    return longer;
}

/* The subject of the whole suite. */
static int open_all(const struct ll_subject *suite, const struct ll_subject *program,
                    struct ll_watched *out, struct ll_error *err)
{
    if (ll_watched_subject(suite, LL_ALL_TESTS, &out->subject, err) != 0)
        return -1;
    out->subject.reachable = program->reachable == LL_REACHABLE_GROWS
                                 ? LL_REACHABLE_NOTE
                                 : program->reachable;
    return 0;
}

/* A suite in C leaves its interpreter as it is at the end. Many of its objects are
 * known by a pointer behind their header only: of those a tool cannot tell whether they
 * are lost. */
static int drop_interpreters(struct ll_watched *out, struct ll_error *err)
{
    struct ll_result *result = &out->result;
    if (!out->subject.python)
        return 0;
    for (size_t i = 0; i < result->run_count; i++) {
        struct ll_diags *diags = &result->runs[i].diags;
        for (size_t k = diags->count; k-- > 0;)
            if (diags->items[k].kind == LL_POSSIBLY_LOST)
                ll_diags_remove(diags, k);
    }
    return ll_result_conclude(result, err);
}

int ll_watched_judge(const struct ll_session *session, const struct ll_subject *suite,
                     const struct ll_subject *program,
                     const struct ll_tool *const *tools, struct ll_watched *out,
                     struct ll_error *err)
{
    const struct ll_tool **some = ll_watched_tools(tools, err);
    int result = some == NULL ? -1 : open_all(suite, program, out, err);
    if (result == 0) {
        const struct ll_task task = {&out->subject, some};
        const struct ll_session longer = with_more_time(session);
        result = ll_session_run(&longer, &task, 1, &out->result, err);
    }
    if (result == 0)
        result = drop_interpreters(out, err);
    free(some);
    return result;
}

int ll_watched_recall(const struct ll_session *session, const struct ll_subject *suite,
                      const struct ll_subject *program,
                      const struct ll_tool *const *tools, struct ll_watched *out,
                      struct ll_error *err)
{
    const struct ll_tool **some = ll_watched_tools(tools, err);
    int known = some == NULL || open_all(suite, program, out, err) != 0 ? -1 : 1;
    if (known == 1) {
        const struct ll_task task = {&out->subject, some};
        const struct ll_session longer = with_more_time(session);
        known = ll_session_recall(&longer, &task, &out->result, err);
    }
    if (known == 1 && drop_interpreters(out, err) != 0)
        known = -1;
    free(some);
    return known;
}

void ll_watched_release(struct ll_watched *watched)
{
    ll_result_release(&watched->result);
    free(watched->subject.only);
    *watched = (struct ll_watched){0};
}
