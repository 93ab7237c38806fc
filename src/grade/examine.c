/* SPDX-License-Identifier: MIT */
#include "grade/examine.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "grade/examine_faults.h"
#include "grade/examine_units.h"
#include "session/differ.h"
#include "session/exception.h"

/* ---- the trials ---------------------------------------------------------------- */

/* `again`: the share of the time limit for a unit that hung in the bare trial. */
static const struct {
    enum ll_tool_role tool; /* LL_TOOL_NO_ROLE: none */
    double again;
} trials_of[LL_TRIAL_COUNT] = {
    [LL_TRIAL_MEMCHECK] = {LL_TOOL_WATCHER, 0.04},
    [LL_TRIAL_ASAN] = {LL_TOOL_BUILT_IN, 0.02},
    [LL_TRIAL_ASAN_TESTS] = {LL_TOOL_BUILT_IN, 0.02},
};

/* The order in which they are run, after those without a tool. */
static const enum ll_trial_kind turns[] = {LL_TRIAL_MEMCHECK, LL_TRIAL_ASAN,
                                           LL_TRIAL_ASAN_TESTS};

/* A trial without a tool may take a twentieth of the time limit, or the processor time
 * of so many such runs of the solution: a slow lesson needs more. */
#define BARE_SHARE 20.0
#define SOLUTIONS 20.0

static void limit_bare(const struct ll_examine_order *order, enum ll_trial_kind kind,
                       struct ll_limits *limits)
{
    const struct ll_reference *reference = order->reference;
    double seconds = limits->wall_seconds / BARE_SHARE;
    double most = SOLUTIONS * (kind == LL_TRIAL_FENCED ? reference->fenced_seconds
                                                       : reference->bare_seconds);
    if (seconds < most)
        seconds = most;
    if (seconds > 0 && (seconds < limits->cpu_seconds || limits->cpu_seconds <= 0))
        limits->cpu_seconds = seconds;
}

static int run_trial(const struct ll_examine_order *order, enum ll_trial_kind kind,
                     const struct ll_trial *trials, double used, struct ll_trial *trial,
                     struct ll_error *err)
{
    bool asan = kind == LL_TRIAL_ASAN || kind == LL_TRIAL_ASAN_TESTS;
    bool no_tool = kind == LL_TRIAL_BARE || kind == LL_TRIAL_FENCED;
    bool seen = kind == LL_TRIAL_ASAN_TESTS && ll_trial_hung(&trials[LL_TRIAL_ASAN], 0);
    struct ll_trial_order what = {
        .setup = {.harness = order->harness,
                  .tool = ll_tool_for(trials_of[kind].tool),
                  .program =
                      &order->compiled->programs[asan ? LL_WAY_ASAN : LL_WAY_PLAIN],
                  .source = &order->compiled->source,
                  .fail = kind != LL_TRIAL_ASAN_TESTS,
                  .canaries = true,
                  .repeats = no_tool || kind == LL_TRIAL_MEMCHECK,
                  .fenced = kind == LL_TRIAL_FENCED,
                  .packs = order->reference->packs},
        .before = no_tool ? NULL : &trials[LL_TRIAL_BARE],
        .again_seconds = seen ? 0 : trials_of[kind].again * order->limits.wall_seconds,
        .server =
            kind == LL_TRIAL_MEMCHECK ? order->servers[LL_FORK_SERVER_MEMCHECK] : NULL,
        .first = kind == LL_TRIAL_ASAN_TESTS,
        .last = kind == LL_TRIAL_ASAN ? 0 : order->reference->last,
        .limits = order->limits,
        .most_seconds = ll_examine_time_left(order, used),
    };
    if (no_tool)
        limit_bare(order, kind, &what.limits);
    if (what.first > what.last) {
        trial->whole = true;
        return 0;
    }
    return ll_trial_run(&what, trial, err);
}

/* Run a trial, and once more when its tool failed. The first failure may have been the
 * machine's doing. The second is the submission's, as the tool works with the solution.
 */
static int run_again(const struct ll_examine_order *order, enum ll_trial_kind kind,
                     struct ll_trial *trials, double *seconds, struct ll_error *err)
{
    struct ll_trial *trial = &trials[kind];
    int result = run_trial(order, kind, trials, *seconds, trial, err);
    *seconds += trial->seconds;
    if (result != 0 || trial->broken == NULL || trial->tampered != NULL)
        return result;
    ll_trial_release(trial);
    result = run_trial(order, kind, trials, *seconds, trial, err);
    *seconds += trial->seconds;
    return result;
}

/* Copy the first that is not NULL. */
static int keep(char **to, const char *from, struct ll_error *err)
{
    if (*to != NULL || from == NULL)
        return 0;
    *to = strdup(from);
    return *to == NULL ? ll_fail_memory(err) : 0;
}

/* ---- all of it ----------------------------------------------------------------- */

/* Whether an exception ended the driver, if it is a script; in the same words as at
 * home.
 */
static bool say_exception(const struct ll_examine_order *order,
                          const struct ll_buf *output, struct ll_buf *words)
{
    const struct ll_exercise *exercise = order->harness->exercise;
    for (unsigned i = 0; i < exercise->files_count; i++)
        if (order->harness->has_interpreter && ll_path_ends(exercise->files[i], ".py"))
            return ll_exception_find(ll_buf_text(output), exercise->files[i], words);
    return false;
}

/* What the driver printed, in each trial in which it came to its end. */
static int judge_output(const struct ll_examine_order *order,
                        struct ll_examination *out, struct ll_error *err)
{
    const char *wanted = order->harness->exercise->prints;
    if (wanted == NULL)
        return 0;
    for (int kind = 0; kind < LL_TRIAL_FENCED; kind++) {
        const struct ll_trial *trial = &out->trials[kind];
        const struct ll_unit *unit = ll_transcript_find(&trial->units, 0);
        if (unit == NULL || unit->end == LL_UNIT_CUT ||
            strcmp(ll_buf_text(&trial->output), wanted) == 0)
            continue;
        struct ll_buf words = LL_BUF_INIT;
        if (!say_exception(order, &trial->output, &words))
            ll_differ_say(ll_buf_text(&trial->output), wanted, &words);
        out->printed = ll_buf_take(&words);
        ll_buf_release(&words);
        return out->printed == NULL ? ll_fail_memory(err) : 0;
    }
    return 0;
}

/* Blocks that were allocated between the units, where no code of the submission runs,
 * show that bounds of units were faked. */
static int check_bounds(const struct ll_examine_order *order,
                        struct ll_examination *out, struct ll_error *err)
{
    const struct ll_malloc_trace *had = &out->trials[LL_TRIAL_MEMCHECK].trace;
    if (had->outside <= order->reference->trace.outside)
        return 0;
    return keep(
        &out->tampered,
        "blocks were allocated outside of driver and tests: the account of them "
        "was tampered with",
        err);
}

/* Run the trial of that kind, and note what it says of the tools. */
static int take_turn(const struct ll_examine_order *order, enum ll_trial_kind kind,
                     struct ll_examination *out, struct ll_error *err)
{
    const struct ll_trial *trial = &out->trials[kind];
    int result = run_again(order, kind, out->trials, &out->seconds, err);
    if (kind != LL_TRIAL_FENCED && (!trial->whole || trial->death_count > 0))
        out->whole = false;
    if (result == 0)
        result = keep(&out->tampered, trial->tampered, err);
    if (result == 0 && kind == LL_TRIAL_MEMCHECK)
        result = check_bounds(order, out, err);
    return result != 0 ? result : keep(&out->broken, trial->broken, err);
}

/* Whether all that the fenced trial shows is right, but for units that hang. */
static bool is_in_order(const struct ll_examine_order *order,
                        const struct ll_trial *trial)
{
    const struct ll_transcript *truths = &order->reference->units;
    const char *wanted = order->harness->exercise->prints;
    struct ll_buf words = LL_BUF_INIT;
    bool good = wanted == NULL || ll_trial_hung(trial, 0) ||
                strcmp(ll_buf_text(&trial->output), wanted) == 0;
    for (size_t i = 0; i < trial->death_count && good; i++)
        good = ll_process_hung(&trial->deaths[i].ended);
    for (size_t i = 0; i < truths->count && good; i++) {
        const struct ll_unit *truth = &truths->units[i];
        const struct ll_unit *unit = ll_transcript_find(&trial->units, truth->number);
        good = unit == NULL || ll_trial_hung(trial, truth->number) ||
               ll_unit_compare(truth, unit, &words) == LL_UNIT_SAME;
    }
    ll_buf_release(&words);
    return good;
}

/* Run it without a tool: fenced, and where that is in order, it is all. A submission
 * that passes is never run where nobody sees what it does to freed memory. */
static int run_bare(const struct ll_examine_order *order, struct ll_examination *out,
                    struct ll_error *err)
{
    struct ll_trial *fenced = &out->trials[LL_TRIAL_FENCED];
    struct ll_trial *bare = &out->trials[LL_TRIAL_BARE];
    int result = take_turn(order, LL_TRIAL_FENCED, out, err);
    if (result != 0 || out->tampered != NULL)
        return result;
    out->is_fenced = is_in_order(order, fenced);
    if (!out->is_fenced)
        return take_turn(order, LL_TRIAL_BARE, out, err);
    *bare = *fenced;
    *fenced = (struct ll_trial){.output = LL_BUF_INIT};
    out->whole = bare->whole && bare->death_count == 0;
    return 0;
}

int ll_examine(const struct ll_examine_order *order, struct ll_examination *out,
               struct ll_error *err)
{
    enum { TURNS = sizeof turns / sizeof *turns };
    *out = (struct ll_examination){.whole = true};
    int result = run_bare(order, out, err);
    if (out->tampered != NULL)
        return result;
    for (int turn = 0; turn < TURNS && result == 0; turn++) {
        result = take_turn(order, turns[turn], out, err);
        if (out->tampered != NULL || out->broken != NULL)
            return result;
    }
    if (result == 0)
        result = ll_examine_units(order, out, err);
    if (result == 0)
        result = judge_output(order, out, err);
    if (result == 0)
        result = ll_examine_faults(order, out, err);
    return result;
}
