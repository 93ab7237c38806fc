/* SPDX-License-Identifier: MIT */
#include "session/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/home.h"
#include "base/path.h"
#include "diag/allocator.h"
#include "diag/cython_settle.h"
#include "diag/returns.h"
#include "runtime/preload.h"
#include "runtime/stops.h"
#include "diag/pairs.h"
#include "session/allocators.h"
#include "session/build.h"
#include "session/cython.h"
#include "session/job.h"
#include "session/key.h"
#include "session/modules.h"
#include "session/store.h"
#include "session/trace.h"
#include "tools/symbols.h"

void ll_run_release(struct ll_run *run)
{
    free(run->compiler);
    free(run->output);
    free(run->note);
    ll_diags_release(&run->diags);
    *run = (struct ll_run){0};
}

/* ---- the tool ------------------------------------------------------------- */

int ll_present_find(struct ll_present *present, const struct ll_tool *tool,
                    struct ll_cache *cache, bool recall, struct ll_error *err)
{
    struct ll_key key;
    struct ll_error missing = {0};
    *present = (struct ll_present){.tool = tool};
    bool known = ll_key_of_tool(tool, &key);
    if (known) /* without a cache its words are not needed */
        present->version = cache != NULL ? ll_cache_get(cache, &key) : strdup("");
    if (present->version != NULL || (recall && tool->programs != NULL))
        return 0;
    present->version = tool->version(&missing);
    if (present->version == NULL) {
        present->missing = strdup(missing.text);
        return present->missing == NULL ? ll_fail_memory(err) : 0;
    }
    if (known)
        ll_cache_put(cache, &key, present->version);
    return 0;
}

void ll_present_release(struct ll_present *present)
{
    free(present->version);
    free(present->missing);
    *present = (struct ll_present){0};
}

/* ---- the cache ------------------------------------------------------------ */

bool ll_run_recall(const struct ll_session *session, const struct ll_subject *subject,
                   const struct ll_present *present, struct ll_cache *cache,
                   struct ll_run *run)
{
    struct ll_key key;
    if (cache == NULL || present->version == NULL ||
        !ll_key_make(&session->limits, subject, present->tool, present->version, &key))
        return false;
    char *text = ll_cache_get(cache, &key);
    if (text == NULL)
        return false;
    json_t *entry = json_loads(text, 0, NULL);
    bool found = ll_trace_holds(json_object_get(entry, "trace")) &&
                 ll_store_load(run, json_object_get(entry, "run"));
    json_decref(entry);
    free(text);
    if (!found)
        ll_run_release(run);
    run->tool = present->tool;
    run->cached = found;
    return found;
}

/* Whether the same run would end in the same way. */
static bool is_lasting(const struct ll_run *run)
{
    return run->status == LL_RUN_JUDGED && ll_ended_by_itself(&run->ended) &&
           (run->complete == LL_COMPLETE || run->complete == LL_REPLACED ||
            run->complete == LL_NO_LEAK_CHECK);
}

static void remember(struct ll_cache *cache, const struct ll_key *key,
                     const struct ll_run *run, json_t *trace)
{
    json_t *entry = json_pack("{s:O, s:o}", "trace", trace, "run", ll_store_run(run));
    char *text = entry != NULL
                     ? json_dumps(entry, JSON_COMPACT | JSON_REAL_PRECISION(17))
                     : NULL;
    if (text != NULL)
        ll_cache_put(cache, key, text);
    free(text);
    json_decref(entry);
}

void ll_run_remember(const struct ll_session *session, const struct ll_subject *subject,
                     const struct ll_present *present, struct ll_cache *cache,
                     const struct ll_run *run, json_t *trace)
{
    struct ll_key key;
    if (cache != NULL && trace != NULL && present->version != NULL &&
        ll_key_make(&session->limits, subject, present->tool, present->version, &key))
        remember(cache, &key, run, trace);
}

/* ---- the run -------------------------------------------------------------- */

static int note(struct ll_run *run, const char *text, struct ll_error *err)
{
    free(run->note);
    run->note = strdup(text);
    return run->note == NULL ? ll_fail_memory(err) : 0;
}

/* What the program printed becomes a string. */
static int take_output(struct ll_run *run, struct ll_buf *output, struct ll_error *err)
{
    if (output->len == 0)
        return 0;
    ll_buf_show_zeros(output);
    run->output = ll_buf_take(output);
    return run->output == NULL ? ll_fail_memory(err) : 0;
}

bool ll_run_is_whole(const struct ll_run *run)
{
    return run->status == LL_RUN_JUDGED && run->complete == LL_COMPLETE;
}

bool ll_run_keeps_status(const struct ll_run *run)
{
    return run->status == LL_RUN_JUDGED &&
           (run->tool->keeps_status || ll_diags_faults(&run->diags) == 0);
}

const char *ll_run_refusal(const struct ll_run *run)
{
    bool refused = run->status == LL_RUN_NOT_BUILT && run->ended.how == LL_END_EXITED;
    return refused ? run->compiler : NULL;
}

struct ll_limits ll_run_limits(const struct ll_run *run, const struct ll_limits *limits)
{
    struct ll_limits own = run->tool->reads_sources ? ll_build_limits : *limits;
    if (run->interpreted) {
        own.wall_seconds += LL_INTERPRETER_WALL_SECONDS;
        own.cpu_seconds += LL_INTERPRETER_CPU_SECONDS;
    }
    return own;
}

/* Note that the program was stopped or could not be started, unless the tool's note
 * says so. */
static int note_end(const struct ll_session *session, struct ll_run *run,
                    struct ll_error *err)
{
    if (ll_ended_by_itself(&run->ended))
        return 0;
    if (run->ended.how == LL_END_NOT_STARTED)
        run->status = LL_RUN_FAILED;
    else if (run->note != NULL)
        return 0;
    struct ll_buf text = LL_BUF_INIT;
    const struct ll_limits limits = ll_run_limits(run, &session->limits);
    ll_buf_puts(&text, "the program ");
    ll_ended_say(&run->ended, &limits, &text);
    int result = note(run, ll_buf_text(&text), err);
    ll_buf_release(&text);
    return result;
}

/* Have the program's threads stopped, where that is asked for. */
static int add_stops(const struct ll_subject *subject, struct ll_strings *env,
                     struct ll_error *err)
{
    if (subject->stopped == 0)
        return 0;
    char *runtime =
        subject->runtime != NULL ? strdup(subject->runtime) : ll_home_runtime(err);
    char *library = runtime == NULL ? NULL : ll_path_join(runtime, LL_STOPS_LIBRARY);
    int result = library == NULL ? ll_fail_memory(err)
                                 : ll_build_stops(library, subject->stopped, env, err);
    free(library);
    free(runtime);
    return result;
}

/* Have a finished program swept, where that is not linked into it. */
static int add_preload(const struct ll_subject *subject, struct ll_strings *env,
                       struct ll_error *err)
{
    if (!subject->preloads)
        return 0;
    char *runtime = ll_home_runtime(err);
    if (runtime == NULL)
        return -1;
    ll_strings_addf(env, "LD_PRELOAD=%s/%s", runtime,
                    subject->is_suite ? LL_PRELOAD_SUITE : LL_PRELOAD_LIBRARY);
    free(runtime);
    return ll_strings_ok(env, err);
}

int ll_run_execute(const struct ll_session *session, const struct ll_subject *subject,
                   struct ll_tool_run *tool_run, struct ll_run *run,
                   struct ll_error *err)
{
    int result = -1;
    char *folder = NULL;
    struct ll_strings argv = LL_STRINGS_INIT;
    struct ll_strings env = LL_STRINGS_INIT;
    struct ll_buf output = LL_BUF_INIT;
    struct ll_buf plan = LL_BUF_INIT, unread = LL_BUF_INIT;
    tool_run->isolated = subject->isolation != NULL;
    tool_run->takes_snapshots = subject->left != NULL;
    run->interpreted = !run->tool->reads_sources && ll_modules_any(subject);
    tool_run->interpreted = run->interpreted;
    if (ll_build_env(subject, tool_run->dir, &env, err) != 0 ||
        ll_build_plan(subject, tool_run->dir, &plan, err) != 0 ||
        add_stops(subject, &env, err) != 0 || add_preload(subject, &env, err) != 0 ||
        run->tool->prepare(tool_run, &argv, &env, err) != 0)
        goto out;
    struct ll_job job = {
        .argv = ll_strings_argv(&argv),
        .env = ll_strings_argv(&env),
        .folder = subject->folder,
        .stdin_path = subject->stdin_path,
        .limits = ll_run_limits(run, &session->limits),
        .out = &output,
        .err = &output,
        .hidden = ll_symbols(tool_run->isolated),
        .fixed_addresses = run->tool->fixed_addresses,
        .stop = session->stop,
    };
    const struct ll_line line = {
        .say = plan.data, .say_bytes = plan.len, .to = &unread};
    job.lines = &line;
    job.line_count = plan.len > 0;
    if (job.limits.output_bytes > output.max / 4) /* both streams go there */
        output.max = 4 * job.limits.output_bytes;
    struct ll_build_isolation isolation = {0};
    ll_build_isolate(subject, &job, &isolation, tool_run->dir);
    if (subject->isolation != NULL && (tool_run->swept || tool_run->is_second)) {
        /* The run has a folder below that of the program. */
        folder = ll_path_dir(tool_run->program);
        if (folder == NULL) {
            ll_fail_memory(err);
            goto out;
        }
        isolation.writable[1] = folder;
    }
    bool serves = subject->serve != NULL && subject->start != NULL && tool_run->swept &&
                  !run->tool->is_built_in;
    int served =
        serves ? subject->serve(subject->serve_data, tool_run, subject->sweep,
                                job.limits.wall_seconds, &run->ended, &output, err)
               : 1;
    if (served < 0 || (served > 0 && ll_jail_run(&job, &run->ended, err) != 0))
        goto out;
    tool_run->ended = run->ended;
    run->run_seconds = run->ended.wall_seconds;
    result = take_output(run, &output, err);
    tool_run->output = run->output;

out:
    free(folder);
    ll_buf_release(&unread);
    ll_buf_release(&plan);
    ll_buf_release(&output);
    ll_strings_release(&env);
    ll_strings_release(&argv);
    return result;
}

static int place_all(const struct ll_subject *subject, struct ll_diags *diags,
                     struct ll_error *err)
{
    int result = 0;
    for (size_t i = 0; i < diags->count && result == 0; i++) {
        struct ll_diag *diag = &diags->items[i];
        struct ll_stack *stacks[] = {&diag->at,
                                     &diag->allocated,
                                     &diag->freed,
                                     &diag->lost,
                                     &diag->other,
                                     &diag->thread.started,
                                     &diag->other_thread.started};
        for (size_t k = 0; k < sizeof stacks / sizeof *stacks && result == 0; k++)
            result = ll_subject_place(subject, stacks[k], err);
        for (size_t k = 0; k < diag->path.count && subject->isolation == NULL; k++)
            if (diag->path.calls[k].file != NULL &&
                !ll_path_tidy(&diag->path.calls[k].file))
                return ll_fail_memory(err);
        for (size_t k = 0; k < diag->held_count && result == 0; k++)
            result = ll_subject_place(subject, &diag->held[k].allocated, err);
    }
    if (result == 0 &&
        !ll_diags_settle_returns(diags, ll_strings_argv(&subject->roots)))
        result = ll_fail_memory(err);
    return result;
}

/* Tell what is in the .pyx by the names that it has there. */
static int rename_all(const struct ll_subject *subject, struct ll_diags *diags,
                      struct ll_error *err)
{
    return !ll_cython_any(subject) ||
                   ll_cython_settle(diags, NULL, ll_strings_argv(&subject->roots))
               ? 0
               : ll_fail_memory(err);
}

int ll_run_read(const struct ll_subject *subject, const struct ll_tool_run *tool_run,
                struct ll_run *run, struct ll_error *err)
{
    struct ll_findings findings = {0};
    struct ll_tool_run left = *tool_run;
    left.isolated = subject->isolation != NULL;
    int result = run->tool->parse(&left, &findings, err);
    if (result == 0 && left.isolated && subject->left != NULL)
        result = subject->left(subject->left_data, &left, &findings.diags, err);
    if (result == 0 && subject->reported != NULL)
        result = subject->reported(subject->reported_data, &findings.diags, err);
    if (result == 0)
        result = place_all(subject, &findings.diags, err);
    if (result == 0)
        result = rename_all(subject, &findings.diags, err);
    if (result == 0)
        result = ll_allocators_settle(&findings.diags, &subject->allocators,
                                      ll_strings_argv(&subject->roots), err);
    if (result == 0)
        result = ll_pairs_settle(&findings.diags, &subject->pairs,
                                 ll_strings_argv(&subject->roots), err);
    if (result == 0) {
        run->complete = findings.complete;
        run->allocations = findings.allocations;
        run->tests = findings.tests;
        run->note = findings.note;
        run->diags = findings.diags;
        findings.note = NULL;
        findings.diags = (struct ll_diags){0};
        ll_diags_keep_own(&run->diags, ll_strings_argv(&subject->roots),
                          subject->preloads && !run->tool->explains_leaks
                              ? subject->finished
                              : tool_run->bare);
        ll_diags_fold(&run->diags, ll_strings_argv(&subject->roots));
    }
    ll_findings_release(&findings);
    return result;
}

static bool has_ended_whole(const struct ll_run *run)
{
    return ll_run_is_whole(run) && ll_ended_by_itself(&run->ended);
}

/* Start the program, wait for its end and read what the tool says. */
static int run_once(const struct ll_session *session, const struct ll_subject *subject,
                    struct ll_tool_run *tool_run, struct ll_run *run,
                    struct ll_error *err)
{
    int result = ll_run_execute(session, subject, tool_run, run, err);
    if (result == 0 && run->ended.how != LL_END_NOT_STARTED)
        result = ll_run_read(subject, tool_run, run, err);
    return result == 0 ? note_end(session, run, err) : result;
}

/* The run with more input was not judged to its end, and so neither is the whole. */
static int take_trouble(struct ll_run *run, const struct ll_run *more,
                        struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_addf(&text, "with more input, %s",
                more->note != NULL ? more->note : "its report is not complete");
    run->status = more->status;
    run->complete = more->complete;
    run->ended = more->ended;
    int result = note(run, ll_buf_text(&text), err);
    ll_buf_release(&text);
    return result;
}

/* Run the program of `first` with more input, in a folder below that one's, and compare
 * what the two runs keep. */
static int run_with_more(const struct ll_session *session,
                         const struct ll_subject *subject,
                         const struct ll_tool_run *first, struct ll_run *run,
                         struct ll_error *err)
{
    struct ll_run more = {.tool = run->tool};
    struct ll_tool_run second = *first;
    char *dir = ll_path_join(first->dir, "more");
    int result = dir == NULL ? ll_fail_memory(err) : ll_path_make_dirs(dir, err);
    second.dir = dir;
    second.args = ll_strings_argv(&subject->more_args);
    second.output = NULL;
    second.is_second = true;
    if (result == 0)
        result = run_once(session, subject, &second, &more, err);
    run->run_seconds += more.run_seconds;
    if (result == 0 && !has_ended_whole(&more))
        result = take_trouble(run, &more, err);
    else if (result == 0)
        result = ll_diags_judge_reachable(&run->diags, LL_REACHABLE_GROWS, &more.diags,
                                          ll_strings_argv(&subject->roots), err);
    ll_run_release(&more);
    free(dir);
    return result;
}

/* What is still reachable may count as a fault, except in a sweep, where a failure did
 * not cause it. */
static int judge_reachable(const struct ll_session *session,
                           const struct ll_subject *subject,
                           const struct ll_tool_run *tool_run, struct ll_run *run,
                           struct ll_error *err)
{
    bool sees = run->tool->blind != NULL && !run->tool->reads_sources &&
                run->tool->blind(LL_STILL_REACHABLE) == NULL;
    if (!sees || !has_ended_whole(run) || subject->sweep != NULL)
        return 0;
    if (subject->reachable == LL_REACHABLE_GROWS)
        return run_with_more(session, subject, tool_run, run, err);
    return ll_diags_judge_reachable(&run->diags, subject->reachable, NULL,
                                    ll_strings_argv(&subject->roots), err);
}

/* Build, run and read, in the work folder `dir`. */
static int work(const struct ll_session *session, const struct ll_subject *subject,
                const char *dir, struct ll_cache *cache, struct ll_run *run,
                struct ll_error *err)
{
    int result = ll_build(subject, run->tool, dir, cache, run, err);
    if (result != 0 || run->status != LL_RUN_JUDGED)
        return result;
    struct ll_strings compile = LL_STRINGS_INIT, sources = LL_STRINGS_INIT;
    char *program = ll_build_program(subject, dir);
    char *headers = ll_path_join(dir, LL_BUILD_HEADERS);
    result = program == NULL || headers == NULL
                 ? ll_fail_memory(err)
                 : ll_build_flags(subject, run->tool, &compile, err);
    if (result == 0 && subject->needs_allocators && !run->tool->reads_sources)
        result = ll_allocators_check(subject, program, err);
    if (result == 0)
        result = ll_cython_sources(subject, dir, &sources, err);
    struct ll_tool_run tool_run = {
        .dir = dir,
        .program = program,
        .args = ll_strings_argv(&subject->args),
        .compile = ll_strings_argv(&compile),
        .sources = ll_strings_argv(&sources),
        .headers = headers,
        .swept = subject->sweep != NULL,
    };
    if (result == 0)
        result = run_once(session, subject, &tool_run, run, err);
    if (result == 0)
        result = judge_reachable(session, subject, &tool_run, run, err);
    ll_strings_release(&sources);
    ll_strings_release(&compile);
    free(headers);
    free(program);
    return result;
}

/* Build and run, and put the result into the cache. */
static int run_anew(const struct ll_session *session, const struct ll_subject *subject,
                    const struct ll_present *present, struct ll_cache *cache,
                    struct ll_run *run, struct ll_error *err)
{
    struct ll_key before;
    struct ll_key after;
    struct timespec start;
    const struct ll_tool *tool = present->tool;
    const struct ll_limits *limits = &session->limits;
    char *dir = session->keep ? ll_path_kept_dir(err) : ll_path_temp_dir(err);
    if (dir == NULL)
        return -1;

    bool known =
        cache != NULL && ll_key_make(limits, subject, tool, present->version, &before);
    clock_gettime(CLOCK_REALTIME_COARSE, &start);
    if (session->tell != NULL)
        session->tell(subject, tool, true);
    int result = work(session, subject, dir, cache, run, err);
    if (session->tell != NULL)
        session->tell(subject, tool, false);
    json_t *trace = NULL;
    if (result == 0 && known && is_lasting(run))
        trace = ll_trace_new(subject, tool, dir, start);
    /* Not when a file was changed in between. */
    if (trace != NULL && ll_key_make(limits, subject, tool, present->version, &after) &&
        memcmp(&before, &after, sizeof before) == 0)
        remember(cache, &before, run, trace);
    json_decref(trace);

    if (session->keep)
        fprintf(stderr, "leaklab: the work folder of %s is '%s'\n", tool->name, dir);
    else
        ll_path_remove_tree(dir);
    free(dir);
    return result;
}

int ll_run_fill(const struct ll_session *session, const struct ll_subject *subject,
                const struct ll_present *present, struct ll_cache *cache,
                struct ll_run *run, struct ll_error *err)
{
    *run = (struct ll_run){.tool = present->tool};
    if (present->version == NULL) {
        run->status = LL_RUN_NO_TOOL;
        return note(run, present->missing, err);
    }
    const char *unfit =
        subject->python ? present->tool->no_python : present->tool->needs_python;
    if (unfit != NULL) {
        run->status = LL_RUN_UNFIT;
        return note(run, unfit, err);
    }
    if (ll_run_recall(session, subject, present, cache, run))
        return 0;
    if (run_anew(session, subject, present, cache, run, err) != 0)
        return -1;
    return 0;
}
