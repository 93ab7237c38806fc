/* SPDX-License-Identifier: MIT
 *
 * Each task of a call becomes one run a tool. Threads take the runs one after the
 * other. Then the runs of each task are merged. */
#include "session/session.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "diag/cause.h"
#include "diag/holder.h"
#include "session/cache.h"
#include "session/run.h"
#include "runtime/stops.h"
#include "session/second_judge.h"
#include "session/stopped.h"

enum { TOOLS_MOST = LL_WITNESSES_MAX, THREADS_MOST = 64 };

static const char *const verdict_names[] = {
    [LL_PASS] = "pass",
    [LL_FAIL] = "fail",
    [LL_UNGRADABLE] = "ungradable",
    [LL_HARNESS_ERROR] = "harness-error",
};

const char *ll_verdict_name(enum ll_verdict verdict)
{
    return verdict_names[verdict];
}

bool ll_result_is_not_built(const struct ll_result *result)
{
    return result->run_count > 0 && result->runs[0].status == LL_RUN_NOT_BUILT;
}

bool ll_result_was_late(const struct ll_result *result)
{
    for (size_t i = 0; i < result->run_count; i++)
        if (result->runs[i].status == LL_RUN_JUDGED &&
            ll_ended_late(&result->runs[i].ended))
            return true;
    return false;
}

void ll_result_release(struct ll_result *result)
{
    for (size_t i = 0; i < result->run_count; i++)
        ll_run_release(&result->runs[i]);
    free(result->runs);
    ll_diags_release(&result->diags);
    ll_warnings_release(&result->warnings);
    *result = (struct ll_result){0};
}

/* ---- what a call shares ---------------------------------------------------- */

struct call {
    const struct ll_session *session;
    const struct ll_task *tasks;
    struct ll_result *results;
    size_t count;
    struct ll_cache *cache;
    struct ll_present tools[TOOLS_MOST];
    size_t tool_count;

    pthread_mutex_t lock; /* for what follows */
    size_t task;          /* the next run to be taken */
    size_t run;
    bool failed; /* and with which error: */
    struct ll_error err;
};

static const struct ll_present *find_tool(const struct call *call,
                                          const struct ll_tool *tool)
{
    for (size_t i = 0; i < call->tool_count; i++)
        if (call->tools[i].tool == tool)
            return &call->tools[i];
    return NULL;
}

/* Find out about a tool, unless that is known. */
static int add_tool(struct call *call, const struct ll_tool *tool, bool recall,
                    struct ll_error *err)
{
    if (find_tool(call, tool) != NULL)
        return 0;
    if (call->tool_count == TOOLS_MOST)
        return ll_fail(err, LL_FAULT_USAGE, "more than %d tools", TOOLS_MOST);
    return ll_present_find(&call->tools[call->tool_count++], tool, call->cache, recall,
                           err);
}

/* Find out about every tool that is asked for, and make room for its runs. */
static int prepare(struct call *call, bool recall, struct ll_error *err)
{
    for (size_t i = 0; i < call->count; i++) {
        const struct ll_task *task = &call->tasks[i];
        const char *folder = task->subject->folder;
        if (folder != NULL && !ll_path_is_dir(folder))
            return ll_fail(err, LL_FAULT_INPUT, "cannot run in '%s': not a folder",
                           folder);
        size_t count = 0;
        for (; task->tools[count] != NULL; count++) {
            bool second = task->tools[count]->role == LL_TOOL_RACES;
            if (add_tool(call, task->tools[count], recall, err) != 0 ||
                (second &&
                 (add_tool(call, ll_tool_for(LL_TOOL_RACES_BUILT_IN), recall, err) !=
                      0 ||
                  add_tool(call, ll_tool_for(LL_TOOL_BARE), recall, err) != 0)))
                return -1;
        }
        struct ll_result *result = &call->results[i];
        result->subject = task->subject;
        result->runs = calloc(count + 1, sizeof *result->runs);
        if (result->runs == NULL)
            return ll_fail_memory(err);
        result->run_count = count;
    }
    return 0;
}

/* ---- one run ------------------------------------------------------------------ */

/* Where that may tell of a race, run the program with its threads stopped, or look such
 * runs up in the cache. 1: done, or not asked for; 0: one is not in the cache; -1. */
static int stop_threads(const struct call *call, const struct ll_subject *subject,
                        struct ll_run *run, bool recall, struct ll_error *err)
{
    const struct ll_present *bare = find_tool(call, ll_tool_for(LL_TOOL_BARE));
    struct ll_subject stopped = *subject; /* borrows */
    if (!ll_stopped_is_asked(subject, run))
        return 1;
    int result = 0;
    while (result == 0 && stopped.stopped++ < LL_STOPS_RUNS) {
        struct ll_run one = {0};
        bool there = true;
        if (recall)
            there = ll_run_recall(call->session, &stopped, bare, call->cache, &one);
        else
            result = ll_run_fill(call->session, &stopped, bare, call->cache, &one, err);
        if (result == 0 && there && one.status == LL_RUN_JUDGED)
            result = ll_stopped_judge(&run->diags, one.output == NULL ? "" : one.output,
                                      subject->prints, ll_run_is_whole(&one), err);
        ll_run_release(&one);
        if (!there)
            return 0;
    }
    return result < 0 ? -1 : 1;
}

/* The word of a second tool, where that may change the first one's. */
static int ask_again(const struct call *call, const struct ll_subject *subject,
                     struct ll_run *run, struct ll_error *err)
{
    struct ll_run second = {0};
    if (!ll_second_judge_is_asked(subject, run))
        return 0;
    int result = ll_run_fill(call->session, subject,
                             find_tool(call, ll_tool_for(LL_TOOL_RACES_BUILT_IN)),
                             call->cache, &second, err);
    if (result == 0)
        result = ll_second_judge_decide(&run->diags, &second.diags,
                                        ll_run_is_whole(&second), err);
    ll_run_release(&second);
    return result;
}

/* The run of a tool, with the word of others where that may change it. */
static int fill(const struct call *call, const struct ll_subject *subject,
                const struct ll_present *tool, struct ll_run *run, struct ll_error *err)
{
    int result = ll_run_fill(call->session, subject, tool, call->cache, run, err);
    if (result == 0)
        result = ask_again(call, subject, run, err);
    if (result == 0 && stop_threads(call, subject, run, false, err) < 0)
        result = -1;
    return result;
}

/* The same from the cache. 1: it is there; 0; -1. */
static int recall(const struct call *call, const struct ll_subject *subject,
                  const struct ll_present *tool, struct ll_run *run,
                  struct ll_error *err)
{
    const struct ll_present *judge =
        find_tool(call, ll_tool_for(LL_TOOL_RACES_BUILT_IN));
    struct ll_run second = {0};
    if (!ll_run_recall(call->session, subject, tool, call->cache, run))
        return 0;
    if (!ll_second_judge_is_asked(subject, run) || judge->missing != NULL)
        return stop_threads(call, subject, run, true, err);
    int result = ll_run_recall(call->session, subject, judge, call->cache, &second);
    if (result > 0 && ll_second_judge_decide(&run->diags, &second.diags,
                                             ll_run_is_whole(&second), err) != 0)
        result = -1;
    ll_run_release(&second);
    return result > 0 ? stop_threads(call, subject, run, true, err) : result;
}

/* ---- the threads ------------------------------------------------------------ */

bool ll_session_is_cancelled(const struct ll_session *session)
{
    struct pollfd stop = {.fd = session->stop, .events = POLLIN};
    return ll_jail_is_cancelled() || (session->stop > 0 && poll(&stop, 1, 0) == 1);
}

/* Take the next run. False when there is none left, or the call has failed. */
static bool take_run(struct call *call, size_t *task, size_t *run)
{
    pthread_mutex_lock(&call->lock);
    while (call->task < call->count &&
           call->run == call->results[call->task].run_count) {
        call->task++;
        call->run = 0;
    }
    bool taken = !call->failed && !ll_session_is_cancelled(call->session) &&
                 call->task < call->count;
    *task = call->task;
    *run = call->run;
    call->run += taken;
    pthread_mutex_unlock(&call->lock);
    return taken;
}

static void *work(void *data)
{
    struct call *call = data;
    size_t task;
    size_t run;
    while (take_run(call, &task, &run)) {
        struct ll_error err = {0};
        const struct ll_present *tool = find_tool(call, call->tasks[task].tools[run]);
        if (fill(call, call->tasks[task].subject, tool, &call->results[task].runs[run],
                 &err) == 0)
            continue;
        pthread_mutex_lock(&call->lock);
        if (!call->failed)
            call->err = err;
        call->failed = true;
        pthread_mutex_unlock(&call->lock);
    }
    return NULL;
}

/* Work in as many threads as asked for; ours is one of them. */
static void work_together(struct call *call)
{
    size_t runs = 0;
    for (size_t i = 0; i < call->count; i++)
        runs += call->results[i].run_count;
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t wanted = call->session->threads;
    if (wanted == 0)
        wanted = processors > 0 ? (size_t)processors : 1;
    if (wanted > runs)
        wanted = runs;
    if (wanted > THREADS_MOST)
        wanted = THREADS_MOST;

    pthread_t threads[THREADS_MOST];
    size_t started = 0;
    while (started + 1 < wanted &&
           pthread_create(&threads[started], NULL, work, call) == 0)
        started++;
    work(call);
    while (started > 0)
        pthread_join(threads[--started], NULL);
}

/* ---- the verdict ------------------------------------------------------------ */

/* The verdict on a run without a fault. */
static enum ll_verdict judge_silence(const struct ll_run *run)
{
    if (run->status == LL_RUN_FAILED || run->complete == LL_TOOL_CRASHED)
        return LL_HARNESS_ERROR;
    if (ll_run_is_whole(run) && ll_ended_by_itself(&run->ended))
        return LL_PASS;
    return LL_UNGRADABLE;
}

static enum ll_verdict judge(const struct ll_result *result)
{
    if (ll_diags_faults(&result->diags) > 0)
        return LL_FAIL;
    size_t judged = 0;
    enum ll_verdict worst = LL_PASS;
    for (size_t i = 0; i < result->run_count; i++) {
        if (result->runs[i].status == LL_RUN_NO_TOOL ||
            result->runs[i].status == LL_RUN_UNFIT)
            continue;
        enum ll_verdict verdict = judge_silence(&result->runs[i]);
        worst = verdict > worst ? verdict : worst;
        judged++;
    }
    return judged > 0 ? worst : LL_HARNESS_ERROR;
}

/* What a run saw, in the light of the sources and of what the compiler said of them. */
static int explain_run(struct ll_run *run, const char *const *roots,
                       struct ll_error *err)
{
    struct ll_warnings warnings = {0};
    int result = 0;
    if (run->status == LL_RUN_JUDGED)
        result = ll_warnings_read(&warnings, run->compiler, err);
    if (result == 0 && !ll_warnings_rename(&warnings))
        result = ll_fail_memory(err);
    if (result == 0)
        result = ll_warnings_explain_nulls(&warnings, &run->diags, roots, err);
    ll_warnings_release(&warnings);
    for (size_t i = 0; i < run->diags.count && result == 0; i++)
        if (!ll_holder_find(&run->diags.items[i], roots))
            result = ll_fail_memory(err);
    return result;
}

static int merge_run(struct ll_result *result, struct ll_run *run, struct ll_error *err)
{
    const char *const *roots = ll_strings_argv(&result->subject->roots);
    if (explain_run(run, roots, err) != 0 ||
        ll_diags_merge(&result->diags, &run->diags, roots, err) != 0)
        return -1;
    return run->status == LL_RUN_JUDGED
               ? ll_warnings_read(&result->warnings, run->compiler, err)
               : 0;
}

/* Lost references last: then the others agree on which blocks were lost. */
static int merge_runs(struct ll_result *result, struct ll_error *err)
{
    int status = 0;
    for (int last = 0; last <= 1; last++)
        for (size_t i = 0; i < result->run_count && status == 0; i++)
            if (result->runs[i].tool->follows_references == (last == 1))
                status = merge_run(result, &result->runs[i], err);
    return status;
}

int ll_result_merge(struct ll_result *result, struct ll_error *err)
{
    const char *const *roots = ll_strings_argv(&result->subject->roots);
    const char *stopped[TOOLS_MOST + 1] = {NULL};
    size_t stopped_count = 0;
    ll_diags_release(&result->diags);
    ll_warnings_release(&result->warnings);
    if (merge_runs(result, err) != 0)
        return -1;
    for (size_t i = 0; i < result->run_count; i++) {
        const struct ll_run *run = &result->runs[i];
        if (run->status == LL_RUN_JUDGED && !ll_ended_by_itself(&run->ended) &&
            stopped_count < TOOLS_MOST)
            stopped[stopped_count++] = run->tool->name;
    }
    if (!ll_warnings_rename(&result->warnings))
        return ll_fail_memory(err);
    if (ll_diags_settle(&result->diags, roots, stopped, err) != 0 ||
        ll_warnings_explain(&result->warnings, &result->diags, roots, err) != 0)
        return -1;
    ll_diags_sort(&result->diags);
    return 0;
}

int ll_result_conclude(struct ll_result *result, struct ll_error *err)
{
    if (ll_result_merge(result, err) != 0)
        return -1;
    result->verdict = judge(result);
    return 0;
}

int ll_result_leave_out(struct ll_result *result, struct ll_listed_faults *list,
                        struct ll_error *err)
{
    const char *const *roots = ll_strings_argv(&result->subject->roots);
    for (size_t i = 0; i < result->diags.count;) {
        bool is_fault = ll_kind_is_fault(result->diags.items[i].kind);
        int found = ll_listed_find(list, &result->diags.items[i], roots, err);
        if (found < 0)
            return -1;
        if (found == 0) {
            i++;
            continue;
        }
        ll_diags_remove(&result->diags, i);
        *(list->exact ? &result->known : &result->suppressed) += is_fault;
    }
    result->verdict = judge(result);
    return 0;
}

/* ---- the calls -------------------------------------------------------------- */

static void end_call(struct call *call, bool release)
{
    for (size_t i = 0; release && i < call->count; i++)
        ll_result_release(&call->results[i]);
    for (size_t i = 0; i < call->tool_count; i++)
        ll_present_release(&call->tools[i]);
    ll_cache_close(call->cache);
}

int ll_session_run(const struct ll_session *session, const struct ll_task *tasks,
                   size_t count, struct ll_result *results, struct ll_error *err)
{
    struct call call = {
        .session = session,
        .tasks = tasks,
        .results = results,
        .count = count,
        .cache = session->no_cache ? NULL : ll_cache_open(),
        .lock = PTHREAD_MUTEX_INITIALIZER,
    };
    for (size_t i = 0; i < count; i++)
        results[i] = (struct ll_result){0};

    int result = prepare(&call, false, err);
    if (result == 0) {
        work_together(&call);
        if (call.failed) {
            result = -1;
            if (err != NULL)
                *err = call.err;
        }
    }
    if (result == 0 && ll_session_is_cancelled(session))
        result = ll_fail(err, LL_FAULT_HARNESS, "cancelled");
    for (size_t i = 0; i < count && result == 0; i++)
        result = ll_result_conclude(&results[i], err);
    end_call(&call, result != 0);
    return result;
}

int ll_session_run_one(const struct ll_session *session,
                       const struct ll_subject *subject,
                       const struct ll_tool *const *tools, struct ll_result *result,
                       struct ll_error *err)
{
    struct ll_task task = {.subject = subject, .tools = tools};
    return ll_session_run(session, &task, 1, result, err);
}

int ll_session_recall(const struct ll_session *session, const struct ll_task *task,
                      struct ll_result *result, struct ll_error *err)
{
    struct call call = {
        .session = session,
        .tasks = task,
        .results = result,
        .count = 1,
        .cache = session->no_cache ? NULL : ll_cache_open(),
    };
    *result = (struct ll_result){0};
    bool found = call.cache != NULL;
    int status = found ? prepare(&call, true, err) : 0;
    for (size_t i = 0; status == 0 && found && i < result->run_count; i++) {
        const struct ll_present *tool = find_tool(&call, task->tools[i]);
        if (tool->missing != NULL) { /* which is all there is to say */
            status = ll_run_fill(session, task->subject, tool, call.cache,
                                 &result->runs[i], err);
        } else {
            int there = recall(&call, task->subject, tool, &result->runs[i], err);
            found = there > 0;
            status = there < 0 ? -1 : 0;
        }
    }
    if (status == 0 && found)
        status = ll_result_conclude(result, err);
    end_call(&call, status != 0 || !found);
    return status != 0 ? -1 : found;
}
